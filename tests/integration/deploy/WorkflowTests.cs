using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Deploy;

/// <summary>The workflow for a public forge runs what this checkout's own CI runs.</summary>
public partial class WorkflowTests
{
    private static readonly JsonNode Workflow =
        Yaml.ReadOne(Path.Combine(SourceTree.Root, ".github", "workflows", "ci.yml"));

    [Fact]
    public void It_runs_what_every_change_must_pass()
    {
        Assert.Contains(Workflow.List("jobs test steps"), step => step.Text("run") == ".ci/run");
        Assert.Contains(Workflow.List("jobs test steps"), step => step.Text("with global-json-file") == "global.json");
    }

    /// <summary>The runner's user is not root, so ./test could only report the missing packages.</summary>
    [Fact]
    public void It_installs_what_the_tests_ask_for()
    {
        var installed = Workflow.List("jobs test steps").Select(step => step.Text("run"))
            .Single(run => run?.Contains("apt-get install") == true)!
            .Split(' ', '\n');
        var asked = Asked().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "test")))
            .Select(found => found.Groups[1].Value)
            .Except(["kubernetes-client", "chromium", "nodejs", "npm"]) // the runner's image has newer ones
            .Append("postgresql")
            .ToArray();

        Assert.Superset(new HashSet<string> { "haproxy", "redis-server" }, asked.ToHashSet());
        Assert.Empty(asked.Except(installed));
    }

    [Fact]
    public void Images_are_made_of_tags_that_pass_for_each_target_of_the_Dockerfile()
    {
        var images = Workflow.At("jobs images");

        Assert.Equal("test", images.Text("needs"));
        Assert.StartsWith("startsWith(github.ref, 'refs/tags/", images.Text("if"));
        Assert.Equal(["api", "silo"], images.List("strategy matrix target").Select(target => target.ToString()));
        Assert.Contains(images.List("steps"), step => step.Text("with file") == "deploy/Dockerfile");
    }

    [GeneratedRegex(@"^\s*require_(?:package|library) (\S+)", RegexOptions.Multiline)]
    private static partial Regex Asked();
}

using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Deploy;

public partial class DockerfileTests
{
    private static readonly string[] Targets = ["api", "silo"];

    [Fact]
    public void What_is_copied_is_there_and_let_into_the_build()
    {
        var sources = Targets.SelectMany(target => Dockerfile.Sources($"build-{target}")).Distinct().ToArray();
        var allowed = File.ReadLines(Path.Combine(SourceTree.Root, ".dockerignore"))
            .Where(line => line.StartsWith('!'))
            .Select(line => line[1..])
            .ToArray();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, source => !Path.Exists(Path.Combine(SourceTree.Root, source)));
        Assert.DoesNotContain(sources, source => !allowed.Any(name => IsUnder(name, source)));
        Assert.DoesNotContain(allowed, name => !sources.Any(source => IsUnder(name, source)));
    }

    [Theory]
    [InlineData("api/Api.csproj", "api")]
    [InlineData("silo/Silo.csproj", "silo")]
    public void Every_project_that_an_image_needs_is_restored_and_built(string project, string target)
    {
        var sources = Dockerfile.Sources($"build-{target}").ToArray();
        foreach (var needed in Closure(project))
        {
            Assert.Contains(needed, sources);
            Assert.Contains(Path.GetDirectoryName(needed) + "/", sources);
        }
    }

    [Theory]
    [InlineData("api/Api.csproj", "api")]
    [InlineData("silo/Silo.csproj", "silo")]
    public void Files_beside_the_projects_that_they_need_are_copied(string built, string target) => Assert.Empty(
        from project in Closure(built)
        from file in OutsideFiles().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, project)))
        let folder = file.Groups[1].Value + "/"
        where !Dockerfile.Sources($"build-{target}").Contains(folder)
        select $"{project} takes {folder}");

    [Fact]
    public void They_run_as_a_user_that_can_do_nothing_to_the_image()
    {
        foreach (var target in Targets)
        {
            Assert.Equal("1654", Dockerfile.User(target));
            Assert.DoesNotContain(Dockerfile.Stage(target), instruction => instruction.Name is "RUN" or "ADD");
            Assert.Contains(("ENTRYPOINT", $"[\"dotnet\", \"{target}.dll\"]"), Dockerfile.Stage(target));
        }
    }

    private static bool IsUnder(string folder, string path) =>
        path.TrimEnd('/') == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>A project and all projects that it references when its host is Orleans.</summary>
    private static HashSet<string> Closure(string project)
    {
        var found = new HashSet<string> { project };
        foreach (var reference in XDocument.Load(Path.Combine(SourceTree.Root, project)).Descendants("ProjectReference")
            .Where(item => item.Parent!.Attribute("Condition")?.Value.Contains("Embedded") != true))
        {
            var folder = Path.Combine(SourceTree.Root, Path.GetDirectoryName(project)!);
            var path = Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value));
            found.UnionWith(Closure(Path.GetRelativePath(SourceTree.Root, path)));
        }

        return found;
    }

    [GeneratedRegex("""(?:EmbeddedResource|Compile|Content) Include="\.\./([^"*]*)/[^"/]*" """)]
    private static partial Regex OutsideFiles();
}

using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ticketing.Tests.Tidy;

/// <summary>
/// References between projects point in one direction, and no shipped project needs a test or a bench.
/// </summary>
public sealed partial class ReferenceTests
{
    /// <summary>The only test projects that other test projects may reference.</summary>
    private static readonly string[] TestLibraries = ["tests/simulator", "tests/support"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["grain-interfaces"] = [],
        ["grains"] = ["grain-interfaces"],
        ["store"] = ["grains"],
        ["messaging"] = ["store"],
        ["silo"] = ["store", "messaging"],
        ["api"] = ["store", "messaging", "silo"],
        ["bench"] = ["silo", "api"],
        ["deploy/local/mock-kafka"] = [],
    };

    [Fact]
    public void Projects_refer_only_downwards()
    {
        var projects = Projects();
        var findings =
            from project in projects
            from target in References(project)
            where !MayReferTo(FolderOf(project), target)
            select $"{project} must not refer to {target}";

        Assert.Superset(Allowed.Keys.ToHashSet(), projects.Select(FolderOf).ToHashSet());
        Assert.Empty(findings.ToArray());
    }

    [Theory]
    [InlineData("grains", "silo")]
    [InlineData("api", "tests/support")]
    [InlineData("silo", "bench")]
    [InlineData("store", "messaging")]
    [InlineData("tests/unit", "tests/integration")]
    [InlineData("tools/unheard-of", "grains")]
    public void A_reference_upwards_is_found(string from, string to) => Assert.False(MayReferTo(from, to));

    private static bool MayReferTo(string from, string to) => Allowed.TryGetValue(from, out var allowed)
        ? allowed.Contains(to)
        : IsTest(from) && (!IsTest(to) || TestLibraries.Contains(to));

    private static bool IsTest(string folder) => folder.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>The projects of the solution, relative to its folder.</summary>
    private static string[] Projects() =>
    [
        .. ProjectLine().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "OrleansTicketing.sln")))
            .Select(line => line.Groups[1].Value.Replace('\\', '/')),
    ];

    private static IEnumerable<string> References(string project)
    {
        var file = Path.Combine(SourceTree.Root, project);
        return from reference in XDocument.Load(file).Descendants("ProjectReference")
            let target = Path.Combine(Path.GetDirectoryName(file)!, (string)reference.Attribute("Include")!)
            select FolderOf(Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(target)));
    }

    private static string FolderOf(string project) => Path.GetDirectoryName(project)!;

    [GeneratedRegex("""^Project\(.*"([^"]+\.csproj)""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}

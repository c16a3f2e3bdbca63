using System.Xml.Linq;

namespace Ticketing.Tests.Tidy;

/// <summary>
/// api -> silo -> grains -> grain-interfaces, embedded-host below all; nothing points back (design section 3).
/// </summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["embedded-host"] = [],
        ["grain-interfaces"] = ["embedded-host"],
        ["grains"] = ["grain-interfaces"],
        ["silo"] = ["grains"],
        ["api"] = ["silo"],
        ["bench"] = ["silo", "api"],
        ["tests"] = ["api", "bench", "mock-kafka"],
    };

    [Fact]
    public void Projects_refer_only_downwards()
    {
        var findings =
            from folder in SourceTree.Folders
            let name = Path.GetFileName(folder)
            from project in Directory.EnumerateFiles(folder, "*.csproj")
            from reference in XDocument.Load(project).Descendants("ProjectReference")
            let target = Path.GetFileName(Path.GetDirectoryName((string)reference.Attribute("Include")!))
            where !Allowed[name].Contains(target)
            select $"{name} must not refer to {target}";

        Assert.Empty(findings.ToArray());
    }

    [Fact]
    public void Versions_stand_in_one_file()
    {
        var findings =
            from folder in SourceTree.Folders
            from project in Directory.EnumerateFiles(folder, "*.csproj")
            from reference in XDocument.Load(project).Descendants("PackageReference")
            where reference.Attribute("Version") is not null
            select $"{Path.GetFileName(project)}: {(string?)reference.Attribute("Include")}";

        Assert.Empty(findings.ToArray());
    }
}

using System.Text.RegularExpressions;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Docs;

/// <summary>
/// The traces in ARCHITECTURE.md follow the code: every hop exists, and the file of an earlier hop calls it.
/// </summary>
public partial class TraceTests
{
    private const int MaxHops = 25;

    [Theory]
    [InlineData("## One reservation, call by call")]
    [InlineData("## One event, call by call")]
    public void Every_hop_is_in_the_code_and_is_called_by_an_earlier_one(string heading)
    {
        var hops = Hops(heading);

        Assert.InRange(hops.Length, 10, MaxHops);
        for (var at = 0; at < hops.Length; at++)
        {
            var (type, method, path, isLater) = hops[at];
            var code = Read(path);
            Assert.True(
                Regex.IsMatch(code, $@"\b(class|record|interface|struct) {type}\b") && Declares(code, method),
                $"{heading}: {path} does not declare {type}.{method}.");
            var isCalled = at == 0 || isLater || hops[..at].Any(earlier =>
                Regex.IsMatch(Calls(Read(earlier.Path), earlier.Path == path ? method : null), $@"\b{method}\b"));
            Assert.True(isCalled, $"{heading}: no earlier hop calls {type}.{method}.");
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/features.md")]
    [InlineData("docs/operations.md")]
    public void Every_link_leads_to_a_file(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, document))!;
        var broken = Link().Matches(Read(document))
            .Select(link => link.Groups[3].Value)
            .Where(target => !target.Contains("://") && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(folder, target.Split('#')[0])));

        Assert.Empty(broken);
    }

    private static (string Type, string Method, string Path, bool IsLater)[] Hops(string heading)
    {
        var text = Read("ARCHITECTURE.md");
        var begin = text.IndexOf(heading, StringComparison.Ordinal);
        Assert.True(begin >= 0, $"ARCHITECTURE.md has no '{heading}'.");
        var end = text.IndexOf("\n## ", begin + heading.Length, StringComparison.Ordinal);
        return
        [
            .. from hop in Hop().Matches(text[begin..end])
               select (hop.Groups[2].Value, hop.Groups[3].Value, hop.Groups[4].Value, hop.Groups[1].Length > 0),
        ];
    }

    private static bool Declares(string code, string method) => Regex.IsMatch(
        code, $@"\b(public|internal|private|protected|abstract|Task|ValueTask)[^\n=;]* {method}\b *(<[^>]*>)? *[(={{]");

    /// <summary>The code without the declaration of the method, when it is in the same file.</summary>
    private static string Calls(string code, string? method) => method is null
        ? code
        : Regex.Replace(code, $@"\b(public|internal|private|protected)[^\n=;(]* {method}\b *[(<]", "");

    private static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    [GeneratedRegex(@"^\d+\. (Later: )?\[(\w+)\.(\w+)\]\(([^)]+)\)", RegexOptions.Multiline)]
    private static partial Regex Hop();

    [GeneratedRegex(@"(\[)([^\]]*)\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}

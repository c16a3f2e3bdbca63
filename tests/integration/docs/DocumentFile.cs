using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Docs;

/// <summary>
/// A file under docs/ that is generated from the code, wholly or in part. It must equal the generated text. With
/// WRITE_DOCS set it is written instead, so that the change can be reviewed and committed.
/// </summary>
internal static class DocumentFile
{
    private const string HowToWrite = "regenerate it by: WRITE_DOCS=1 ./test --filter Docs";

    public static void ShouldBe(string name, string made)
    {
        var path = Path.Combine(SourceTree.Root, "docs", name);
        var there = File.Exists(path) ? File.ReadAllText(path) : "";
        if (there == made)
            return;
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WRITE_DOCS")))
            File.WriteAllText(path, made);
        else
            Assert.Fail($"docs/{name} is not what the code says; {HowToWrite}\n{FirstDifference(there, made)}");
    }

    /// <summary>The same for the part between <c>&lt;!-- part: begin --&gt;</c> and <c>end</c>.</summary>
    public static void PartShouldBe(string name, string part, string made)
    {
        var there = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", name));
        var (begin, end) = ($"<!-- {part}: begin", $"<!-- {part}: end -->");
        var from = there.IndexOf(begin, StringComparison.Ordinal);
        var to = there.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"docs/{name} has no lines '{begin} -->' and '{end}'");
        from = there.IndexOf('\n', from) + 1;
        ShouldBe(name, $"{there[..from]}\n{made.Trim()}\n\n{there[to..]}");
    }

    internal static string FirstDifference(string there, string made)
    {
        var (old, fresh) = (there.Split('\n'), made.Split('\n'));
        var line = old.Zip(fresh).TakeWhile(both => both.First == both.Second).Count();
        return $"line {line + 1} is   {LineAt(old, line)}\nit should be {LineAt(fresh, line)}";
    }

    private static string LineAt(string[] lines, int line) => line < lines.Length ? lines[line] : "(nothing)";
}

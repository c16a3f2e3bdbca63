using System.Diagnostics;
using System.Text.RegularExpressions;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Pages;

/// <summary>Checks of the pages that need no browser.</summary>
public sealed partial class SourceTests
{
    private static readonly string Scripts = Path.Combine(SourceTree.Root, "web", "js");

    [Theory]
    [InlineData("tsconfig.json")]
    [InlineData("tsconfig.worker.json")]
    public async Task The_types_of_the_scripts_agree(string project)
    {
        var folder = Path.Combine(SourceTree.Root, "tests", "browser");
        var start = new ProcessStartInfo(Path.Combine(folder, "node_modules", ".bin", "tsc"), ["-p", project])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using var compiler = Process.Start(start)!;
        var said = await compiler.StandardOutput.ReadToEndAsync();
        await compiler.WaitForExitAsync();

        Assert.True(compiler.ExitCode == 0, said);
    }

    [Fact]
    public void Plurals_have_the_forms_of_their_language()
    {
        foreach (var (language, forms) in new[] { ("en", new[] { "one", "other" }), ("ko", ["other"]) })
        {
            var texts = Catalogue.Read(language).Texts;
            var plurals = texts.Keys.Where(key => Catalogue.Base(key) != key).GroupBy(Catalogue.Base);
            foreach (var of in plurals)
            {
                var has = of.Select(key => key[(of.Key.Length + 1)..]).ToArray();
                Assert.True(forms.All(has.Contains), $"{language}: {of.Key} has {string.Join(", ", has)} only");
            }
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public void Each_file_of_texts_is_sorted_and_the_file_of_a_page_has_its_keys_and_no_other(string language)
    {
        var (shared, pages) = (Catalogue.Files(language).First(), Catalogue.Files(language).Skip(1).ToArray());
        var names = pages.Select(page => Path.GetFileNameWithoutExtension(page.Name)).ToArray();
        Assert.DoesNotContain(Catalogue.Read(shared), text => names.Contains(text.Key.Split('.')[0]));
        foreach (var file in pages.Prepend(shared))
        {
            var keys = Catalogue.Read(file).Select(text => text.Key).ToArray();
            Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
            Assert.True(file == shared || keys.All(key => $"{key.Split('.')[0]}.json" == file.Name), file.Name);
        }
    }

    [Fact]
    public void Every_text_that_a_script_asks_for_exists_and_every_text_is_asked_for()
    {
        var bases = Bases(Catalogue.Read("en").Texts).ToHashSet();
        var asked = new HashSet<string>();
        var prefixes = new HashSet<string>();
        foreach (var file in Directory.EnumerateFiles(Scripts, "*.js", SearchOption.AllDirectories))
        {
            var script = File.ReadAllText(file);
            foreach (Match found in Literal().Matches(script))
                asked.Add(found.Groups[1].Value);
            foreach (Match found in Template().Matches(script))
                prefixes.Add(found.Groups[1].Value);
            foreach (Match found in Asked().Matches(script))
            {
                var key = found.Groups[1].Value;
                Assert.True(bases.Contains(key), $"{file}: there is no text '{key}'");
            }
        }

        Assert.True(asked.Count > 50 && bases.Count > 50);
        var unused = bases.Where(key => !asked.Contains(key)
            && !prefixes.Any(prefix => prefix.Length > 2 && key.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.Empty(unused);
    }

    private static IEnumerable<string> Bases(IReadOnlyDictionary<string, string> texts) =>
        texts.Keys.Select(Catalogue.Base).Distinct().Order(StringComparer.Ordinal);

    /// <summary>A call of the function of texts with a literal key.</summary>
    [GeneratedRegex(@"\bt\('([\w.-]+)'")]
    private static partial Regex Asked();

    /// <summary>Any literal that may be a key: keys are also passed on, or chosen by a condition.</summary>
    [GeneratedRegex(@"'([\w-]+(?:\.[\w-]+)+)'")]
    private static partial Regex Literal();

    /// <summary>The beginning of a key whose end is computed.</summary>
    [GeneratedRegex(@"`([\w.-]+)\$\{")]
    private static partial Regex Template();
}

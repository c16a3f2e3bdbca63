using System.Text;

namespace Ticketing.Tests.Docs;

public sealed class SettingsTests
{
    private const int LineLength = 120;

    private static readonly SettingsCode Code = SettingsCode.OfThisCheckout();

    [Fact]
    public void The_handbook_lists_the_settings_that_the_code_has() =>
        DocumentFile.PartShouldBe("operations.md", "settings", Markdown(Code.Sections()));

    [Fact]
    public void Every_setting_says_what_it_is_for() => Assert.Empty(
        Code.Sections().SelectMany(section => section.Settings)
            .Where(setting => setting.Text.Length == 0)
            .Select(setting => $"{setting.Key} has no doc comment"));

    [Fact]
    public void No_key_stands_in_the_code_alone()
    {
        var known = Code.Sections()
            .SelectMany(section => section.Settings.Select(setting => setting.Key).Append(section.Key))
            .Select(key => key.EndsWith(":N", StringComparison.Ordinal) ? key[..^2] : key)
            .ToHashSet();

        Assert.Empty(Code.KeysInCode().Where(key => !known.Contains(key))
            .Select(key => $"{key}: make it a property of an options class, or a constant named XSetting"));
    }

    [Fact]
    public void Defaults_bounds_lists_and_nested_classes_are_read()
    {
        var code = new SettingsCode([
            """
            /// <summary>How <c>it</c> is.</summary>
            class A
            {
                public const string Section = $"{Root}:A";
                const string Root = "Ticketing:Test";
                /// <summary>One, as <see cref="Deep"/> says.</summary>
                [Range(1, 2 * 1_000)] public int One { get; set; } = 60 * 60;
                /// <summary>Two, section <c>Ticketing:Test:A</c>.</summary>
                public int Two { get; init; } = 7;
                public int Three { get; init; } = Math.Max(1, Environment.ProcessorCount);
                public B Deep { get; set; } = new();
                public Kind Kind { get; init; } = Kind.Second;
                internal int NotBound { get; set; }
                public int NotSet => 1;
            }
            class B { public string[] Keys { get; set; } = []; }
            enum Kind { First, Second }
            class C : IValidateOptions<A>
            {
                object M(A options) => (nameof(options.Two), options.Two, 4 * 2);
                bool N(A options) => options.Three is < 3 or > 9;
            }
            class D { void Bind() => Get<A[]>(); }
            """]);

        var sections = code.Sections();
        Assert.Equal(
            [("Ticketing:Test:A:N", "How `it` is."), ("Ticketing:Test:A:N:Deep", "")],
            sections.Select(section => (section.Key, section.Text)));
        Assert.Equal(
            [
                new("Ticketing:Test:A:N:One", "3600", "1 to 2000", "One, as `Deep` says."),
                new("Ticketing:Test:A:N:Two", "7", "1 to 8", "Two."),
                new("Ticketing:Test:A:N:Three", SettingsCode.ByMachine, "3 to 9", ""),
                new("Ticketing:Test:A:N:Kind", "Second", "First, Second", ""),
                new("Ticketing:Test:A:N:Deep:Keys:N", "", "", ""),
            ],
            sections.SelectMany(section => section.Settings));
    }

    [Fact]
    public void A_difference_is_named_by_its_line() => Assert.Equal(
        "line 2 is   b\nit should be c", DocumentFile.FirstDifference("a\nb", "a\nc"));

    private static string Markdown(IEnumerable<SettingsSection> sections)
    {
        var text = new StringBuilder();
        foreach (var section in sections)
        {
            text.Append($"### {section.Key}\n\n");
            if (section.Text.Length > 0)
                text.Append($"{Wrapped(section.Text)}\n\n");
            text.Append("| setting | default | values | what |\n|---|---|---|---|\n");
            foreach (var setting in section.Settings)
                text.Append($"| `{setting.Key}` | {Shown(setting.Default)} | {setting.Bounds} | {setting.Text} |\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Wrapped(string text) => text.Split(' ').Aggregate((lines, word) =>
        lines.Length - lines.LastIndexOf('\n') + word.Length < LineLength ? $"{lines} {word}" : $"{lines}\n{word}");

    private static string Shown(string value) => value switch
    {
        "" => "none",
        SettingsCode.ByMachine => value,
        _ => $"`{value}`",
    };
}

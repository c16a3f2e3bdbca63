namespace Ticketing.Tests.Typed;

public class TextsTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("  two words\r\n", "two words")]
    [InlineData("\u00a0\u3000wide\u2003", "wide")]
    [InlineData("\ufeff\u200bpasted\u2060", "pasted")]
    [InlineData("Bu\u0308hne", "B\u00fchne")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u2764\ufe0f", "\u2764\ufe0f")]
    [InlineData("\u05e9\u05dc\u05d5\u05dd!\u200f", "\u05e9\u05dc\u05d5\u05dd!\u200f")]
    [InlineData("", "")]
    [InlineData("\u200b", "")]
    public void A_text_is_cleaned_around_and_composed(string typed, string clean)
    {
        Assert.Equal(clean, Texts.Clean(typed));
        Assert.Equal(clean, Texts.Clean(Texts.Clean(typed)));
    }

    [Fact]
    public void A_code_may_have_any_invisible_character_around_it_and_lines_end_in_one_way()
    {
        Assert.Equal("SUMMER", Texts.CleanCode("\u202a SUMMER\u202c\r\n"));
        Assert.Equal("a\nb\nc", Texts.CleanLines(" a\r\nb\rc\n"));
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("\U0001F3AB\U0001F3AB", 2)]
    [InlineData("\u00e4", 1)]
    [InlineData("", 0)]
    public void Length_counts_code_points(string text, int length) => Assert.Equal(length, Texts.Length(text));

    [Theory]
    [InlineData("\u200b\u2060", true)]
    [InlineData(" \t\u00ad\u3164\ufe0f", true)]
    [InlineData("\u2800", true)]
    [InlineData("\u00e4", false)]
    [InlineData("\u200b.", false)]
    [InlineData("\U0001F3AB", false)]
    public void A_text_without_anything_to_see_is_blank(string text, bool isBlank)
    {
        Assert.Equal(isBlank, Texts.IsBlank(text));
        Assert.Equal(isBlank ? "must not be empty" : null, Texts.Fault(text.Replace('\t', ' '), 10));
    }

    [Theory]
    [InlineData("a\u0007b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u0000b")]
    [InlineData("a\u202eb")]
    [InlineData("a\u2067b\u202c")]
    [InlineData("a\u2069b")]
    [InlineData("12345678901")]
    public void A_text_that_would_harm_others_or_is_too_long_is_refused(string text) =>
        Assert.NotNull(Texts.Fault(text, 10));

    /// <summary>An attribute cannot hold such a text.</summary>
    [Fact]
    public void Half_of_a_character_is_refused_everywhere()
    {
        foreach (var text in (string[])["a\ud800b", "\udc00\ud800", "\ud83c"])
        {
            Assert.False(Texts.IsWellFormed(text));
            Assert.NotNull(Texts.Fault(text, 10));
            Assert.Null(Ticketing.Api.OpaqueString.Enforce(text, out var fault));
            Assert.NotNull(fault);
            Assert.Null(Ticketing.Api.EmailAddress.Read($"{text}@example.com"));
        }
    }

    [Theory]
    [InlineData("a\u200fb")]
    [InlineData("a\u202eb\u202c")]
    [InlineData("\u2068\u05d0 (\u2067b\u2069)\u2069")]
    [InlineData("\u0646\u200c\u06cc")]
    [InlineData("\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB")]
    public void Marks_of_direction_and_joiners_are_part_of_texts(string text) => Assert.Null(Texts.Fault(text, 10));

    [Fact]
    public void Lines_and_tabs_are_taken_where_a_text_has_lines()
    {
        Assert.Null(Texts.Fault("a\nb\tc", 10, hasLines: true));
        Assert.NotNull(Texts.Fault("a\u0007b", 10, hasLines: true));
        Assert.Null(Texts.Fault("", 10, mayBeEmpty: true));
    }

    [Fact]
    public void Names_are_the_same_when_they_look_the_same()
    {
        Assert.True(Texts.AreSame("Su\u0308d", "S\u00fcd "));
        Assert.False(Texts.AreSame("S\u00fcd", "Sud"));
        Assert.False(Texts.AreSame("a", "A"));
        Assert.False(Texts.AreSame("\ud800", "\ud801"));
    }
}

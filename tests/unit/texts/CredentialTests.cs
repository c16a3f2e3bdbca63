using Ticketing.Api;

namespace Ticketing.Tests.Typed;

public class CredentialTests
{
    [Theory]
    [InlineData("x@example.com", "x@example.com")]
    [InlineData("x@example.com ", "x@example.com")]
    [InlineData("\u202ax@example.com\u202c", "x@example.com")]
    [InlineData("First.Last+tag@Example.COM", "first.last+tag@example.com")]
    [InlineData("x@localhost", "x@localhost")]
    [InlineData("o'neil@example.com", "o'neil@example.com")]
    [InlineData("x@b\u00fccher.example", "x@xn--bcher-kva.example")]
    [InlineData("x@bu\u0308cher.example", "x@xn--bcher-kva.example")]
    [InlineData("x@XN--BCHER-KVA.example", "x@xn--bcher-kva.example")]
    [InlineData("J\u00d6RG@example.org", "j\u00f6rg@example.org")]
    [InlineData("\u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a", "\u7528\u6237@xn--fsqu00a.xn--4rr70v")]
    public void An_address_has_one_form(string typed, string kept)
    {
        Assert.Equal(kept, EmailAddress.Read(typed));
        Assert.Equal(kept, EmailAddress.Read(kept));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-at-sign")]
    [InlineData("@example.org")]
    [InlineData("a@")]
    [InlineData("a@b@c")]
    [InlineData("a b@c")]
    [InlineData("x@example..com")]
    [InlineData("<b>x</b>@example.com")]
    [InlineData("Name <x@example.com>")]
    [InlineData("x(comment)@example.com")]
    [InlineData("\"a b\"@example.com")]
    [InlineData("a..b@example.com")]
    [InlineData(".a@example.com")]
    [InlineData("a.@example.com")]
    [InlineData("x@example.com.")]
    [InlineData("x@-example.com")]
    [InlineData("x@exam_ple.com")]
    [InlineData("x@[127.0.0.1]")]
    [InlineData("a\u200bb@example.com")]
    [InlineData("x@exam\u00adple.com")]
    [InlineData("a\u0007b@example.com")]
    [InlineData("x@example.com, y@example.com")]
    public void What_no_mail_can_reach_is_no_address(string typed) => Assert.Null(EmailAddress.Read(typed));

    [Fact]
    public void An_address_is_at_most_254_characters_long()
    {
        var labels = string.Join('.', Enumerable.Repeat(new string('b', 60), 4));
        Assert.NotNull(EmailAddress.Read($"{new string('a', 254 - 1 - labels.Length)}@{labels}"));
        Assert.Null(EmailAddress.Read($"{new string('a', 255 - 1 - labels.Length)}@{labels}"));
        Assert.Null(EmailAddress.Read($"x@{new string('b', 64)}.org"));
    }

    /// <summary>The examples of RFC 8265, section 4.3, and what devices make of the same password.</summary>
    [Theory]
    [InlineData("correct horse battery staple", "correct horse battery staple")]
    [InlineData("Correct Horse Battery Staple", "Correct Horse Battery Staple")]
    [InlineData("\u03c0\u00df\u00e5", "\u03c0\u00df\u00e5")]
    [InlineData("Jack of \u2666s", "Jack of \u2666s")]
    [InlineData("foo\u1680bar", "foo bar")]
    [InlineData("pa\u0308sswort", "p\u00e4sswort")]
    [InlineData(" padded ", " padded ")]
    [InlineData("\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647", "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647")]
    public void A_password_is_the_same_from_every_keyboard(string typed, string enforced) =>
        Assert.Equal(enforced, OpaqueString.Enforce(typed, out _));

    [Theory]
    [InlineData("my cat is a \u0009by")]
    [InlineData("zero\u200bwidth")]
    [InlineData("left\u200eright")]
    [InlineData("heart \u2764\ufe0f")]
    [InlineData("\U0001F468\u200d\U0001F469")]
    [InlineData("ends in a joiner\u200d")]
    [InlineData("old hangul \u1100\u119e")]
    [InlineData("private \ue000")]
    public void A_password_that_another_device_would_type_otherwise_is_refused_with_the_reason(string typed)
    {
        Assert.Null(OpaqueString.Enforce(typed, out var fault));
        Assert.Matches("^(must|holds) ", fault);
    }

    [Theory]
    [InlineData("2027-05-01T20:00:00Z", "2027-05-01T20:00:00Z")]
    [InlineData("2027-05-01t20:00:00z", "2027-05-01T20:00:00Z")]
    [InlineData(" 2027-05-01T20:00:00Z ", "2027-05-01T20:00:00Z")]
    [InlineData("2027-05-01T20:00:60Z", "2027-05-01T20:01:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2027-05-01T20:00:00.5+09:00", "2027-05-01T11:00:00.5Z")]
    [InlineData("2027-05-01T20:00:00.123456789123Z", "2027-05-01T20:00:00.1234567Z")]
    [InlineData("2027-05-01T20:00:00-00:00", "2027-05-01T20:00:00Z")]
    [InlineData("2027-05-01T20:00:00+23:59", "2027-04-30T20:01:00Z")]
    [InlineData("2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z")]
    public void Times_are_read_as_RFC_3339_has_them(string text, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant), InstantConverter.Parse(text));

    [Theory]
    [InlineData("2027-05-01T20:00Z")]
    [InlineData("2027-05-01T20:00:00")]
    [InlineData("2027-05-01 20:00:00Z")]
    [InlineData("2027-05-01T24:00:00Z")]
    [InlineData("2027-05-01T20:60:00Z")]
    [InlineData("2027-05-01T20:00:61Z")]
    [InlineData("2027-02-29T20:00:00Z")]
    [InlineData("2027-05-01T20:00:00+24:00")]
    [InlineData("2027-05-01T20:00:00+9:00")]
    [InlineData("2027-05-01T20:00:00+0900")]
    [InlineData("2027-05-01T20:00:00.Z")]
    [InlineData("2027-05-01T20:00:00,5Z")]
    [InlineData("2027-05-01")]
    [InlineData("\u0662\u0660\u0662\u0667-05-01T20:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    public void Other_times_are_refused(string text) => Assert.Null(InstantConverter.Parse(text));
}

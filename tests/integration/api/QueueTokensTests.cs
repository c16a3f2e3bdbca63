using Microsoft.Extensions.Options;
using Ticketing.Api;
using Ticketing.Queues;

namespace Ticketing.Tests.Api;

public sealed class QueueTokensTests
{
    private static readonly Guid Schedule = Guid.Parse("0197a000-0000-7000-8000-00000000000d");

    private static readonly QueuePlace Place = new(
        Guid.Parse("0197a000-0000-7000-8000-00000000000e"), 4_711,
        DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123));

    private readonly QueueTokens tokens = With(Key(1));

    [Fact]
    public void A_token_says_what_was_signed()
    {
        var signed = tokens.Sign(Schedule, Place);

        Assert.Equal(signed, tokens.Read(signed.Token));
        Assert.Equal(Schedule, signed.ScheduleId);
        Assert.Equal(Place, signed.Place);
    }

    [Fact]
    public void The_same_place_has_the_same_token() =>
        Assert.Equal(tokens.Sign(Schedule, Place).Token, tokens.Sign(Schedule, Place).Token);

    [Fact]
    public void A_token_with_any_other_character_is_refused()
    {
        var token = tokens.Sign(Schedule, Place).Token;
        for (var at = 0; at < token.Length; at++)
        {
            var forged = string.Concat(token.AsSpan(0, at), token[at] == 'A' ? "B" : "A", token.AsSpan(at + 1));
            Assert.Null(tokens.Read(forged));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not a token at all")]
    public void What_is_no_token_is_refused(string text) => Assert.Null(tokens.Read(text));

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("é")]
    [InlineData("+")]
    [InlineData("/")]
    [InlineData("=")]
    public void A_token_with_a_character_that_no_token_has_is_refused(string character)
    {
        var token = tokens.Sign(Schedule, Place).Token;
        Assert.Null(tokens.Read(character + token[1..]));
        Assert.Null(tokens.Read(token[..50] + character + token[51..]));
        Assert.Null(tokens.Read(token[..^1] + character));
    }

    [Fact]
    public void Longer_and_shorter_tokens_are_refused()
    {
        var token = tokens.Sign(Schedule, Place).Token;
        Assert.Null(tokens.Read(token + "A"));
        Assert.Null(tokens.Read(token[..^1]));
    }

    [Fact]
    public void Keys_are_rotated_without_losing_a_token()
    {
        var byOld = tokens.Sign(Schedule, Place);
        var both = With(Key(2), Key(1));

        Assert.Equal(Place, both.Read(byOld.Token)!.Value.Place);
        var byNew = both.Sign(Schedule, Place);
        Assert.NotEqual(byOld.Token, byNew.Token);
        Assert.Equal(Place, With(Key(2)).Read(byNew.Token)!.Value.Place);
        Assert.Null(With(Key(2)).Read(byOld.Token));
    }

    private static string Key(byte with) => Convert.ToBase64String(Enumerable.Repeat(with, 32).ToArray());

    private static QueueTokens With(params string[] keys) =>
        new(Options.Create(new QueueOptions { TokenKeys = keys }));
}

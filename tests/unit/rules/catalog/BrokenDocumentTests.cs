using System.Diagnostics;
using System.Text;
using Ticketing.Catalog;

namespace Ticketing.Tests.Rules.Catalog;

public class BrokenDocumentTests
{
    private const int Megabytes = 1024 * 1024;

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("seats, please")]
    [InlineData("{\"name\": NaN}")]
    [InlineData("{\"name\": \"unended")]
    [InlineData("{} {}")]
    [InlineData("{} trailing")]
    [InlineData("{} // a comment")]
    public void What_is_not_JSON_is_refused_at_the_root(string text) => AssertRefused(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        AssertRefused([.. "{\"name\": \""u8, 0xC3, 0x28, .. "\"}"u8]);
        AssertRefused(Encoding.Unicode.GetBytes(Plans.Small));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"zones\":[", "]}")]
    [InlineData("[", "")]
    public void A_recursion_bomb_is_refused(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 500_000)) + string.Concat(Enumerable.Repeat(close, 500_000));

        AssertRefused(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void Nesting_in_an_unknown_field_is_bounded_too()
    {
        var deep = new string('[', PlanLimits.MaxDepth) + new string(']', PlanLimits.MaxDepth);

        AssertRefused(Encoding.UTF8.GetBytes(Plans.Small.Replace("\"name\": \"Small House\"", $"\"x\": {deep}")));
    }

    [Fact]
    public void A_body_of_100_MB_is_refused_without_looking_into_it()
    {
        var body = new byte[100 * Megabytes];
        var startedAt = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(body);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, Megabytes);
        Assert.InRange(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 0, 1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("{}")]
    [InlineData("{\"position\":{\"x\":0,\"y\":0},\"rows\":[]}")]
    [InlineData("{\"position\":{\"x\":0,\"y\":0},\"rows\":[],\"areas\":[{},{},{},{},{},{},{},{},{},{},{}]}")]
    public void The_largest_body_that_is_read_at_all_takes_no_time_that_hurts(string zone)
    {
        const string start = "{\"name\":\"x\",\"categories\":[],\"zones\":[0", end = "]}";
        var count = (PlanLimits.MaxPlanBytes - start.Length - end.Length) / (zone.Length + 1);
        var json = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat($",{zone}", count)) + end);
        var startedAt = Stopwatch.GetTimestamp();

        Assert.NotEmpty(SeatingPlanReader.Read(json).Errors);

        Assert.InRange(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 0, 10);
    }

    [Fact]
    public void Parts_beyond_count_are_refused_once()
    {
        var areas = string.Concat(Enumerable.Repeat("{},", PlanLimits.MaxParts)) + "{}";
        var reading = Plans.Read(Plans.Small.Replace("\"areas\": [", $"\"areas\": [{areas},"));

        Assert.StartsWith("$.zones[0].areas[", Assert.Single(reading.Errors).Path);
    }

    private static void AssertRefused(byte[] json)
    {
        var reading = SeatingPlanReader.Read(json);

        Assert.Null(reading.Plan);
        Assert.Equal("$", Assert.Single(reading.Errors).Path);
    }
}

using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Api;
using Ticketing.Catalog;

namespace Ticketing.Tests.Api;

public sealed class SeatMapWatchTests
{
    private int looks;
    private bool ended;

    [Fact]
    public async Task However_much_changes_there_is_at_most_one_push_in_a_tenth_of_a_second()
    {
        using var watch = Joined(() => looks);
        var started = TimeProvider.System.GetTimestamp();
        SentSeatMap? told = null;
        for (var push = 0; push < 8; push++)
            told = await watch.AfterAsync(told);

        // Pushes are a tenth of a second apart, so the eighth comes seven tenths after the first.
        var passed = TimeProvider.System.GetElapsedTime(started);
        Assert.True(passed > TimeSpan.FromMilliseconds(650), $"8 pushes in {passed.TotalMilliseconds} ms");
    }

    [Fact]
    public async Task Thousands_who_watch_share_one_look()
    {
        var version = 1;
        using var watch = Joined(() => version);
        var first = await watch.AfterAsync(null);
        var (before, all) = (looks, Enumerable.Range(0, 5_000).Select(_ => watch.AfterAsync(first)).ToArray());

        version = 2;
        await Task.WhenAll(all);

        Assert.InRange(looks - before, 1, 3);
    }

    [Fact]
    public async Task When_the_last_one_has_left_nobody_looks_any_more()
    {
        var watch = Joined(() => 1);
        Assert.True(watch.TryJoin());
        await watch.AfterAsync(null);

        watch.Dispose();
        Assert.False(ended);
        watch.Dispose();

        Assert.True(ended);
        Assert.False(watch.TryJoin());
        var before = looks;
        await Task.Delay(300);
        Assert.InRange(looks - before, 0, 1);
    }

    [Fact]
    public async Task A_look_that_fails_is_followed_by_the_next()
    {
        using var watch = Joined(() => looks < 3 ? throw new TimeoutException() : 7);

        Assert.Equal(SeatMapVersions.Of("e", 7), (await watch.AfterAsync(null)).Version);
    }

    [Fact]
    public async Task Who_comes_with_a_newer_map_than_was_told_is_not_sent_back_to_that_one()
    {
        var version = 1;
        using var watch = Joined(() => version);
        await watch.AfterAsync(null);
        var newer = Map(2);

        var next = watch.AfterAsync(newer);
        Assert.False(next.IsCompleted);
        version = 3;

        Assert.Equal(SeatMapVersions.Of("e", 3), (await next).Version);
    }

    private static SentSeatMap Map(int sequence) => SentSeatMap.Of(
        new SeatMap(SeatMapVersions.Of("e", sequence), 1, [], [], []), JsonSerializerOptions.Web, PlanLabels.None);

    private SeatMapWatch Joined(Func<int> sequence)
    {
        var watch = new SeatMapWatch(
            () =>
            {
                looks++;
                return new(Map(sequence()));
            },
            _ => ended = true,
            TimeProvider.System,
            NullLogger.Instance);
        Assert.True(watch.TryJoin());
        return watch;
    }
}

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Catalog;
using Ticketing.Store;

namespace Ticketing.Tests.Rules.Catalog;

public class SeatLabelsTests
{
    private static readonly Guid[] Schedules = [Guid.NewGuid(), Guid.NewGuid()];

    private readonly List<Guid> reads = [];

    [Fact]
    public async Task The_plan_of_a_schedule_is_read_once()
    {
        using var labels = Labels(_ => Encoding.UTF8.GetBytes(Plans.Small));

        var known = await labels.OfAsync([Schedules[0], Schedules[1], Schedules[0]]);
        var again = await labels.OfAsync(Schedules[0]);

        Assert.Equal("Stalls, Row A, Seat 1", again.Find("A-1")!.Text);
        Assert.Same(known[Schedules[0]], again);
        Assert.Equal(Schedules, reads);
    }

    [Fact]
    public async Task Seats_are_shown_without_labels_while_the_plan_cannot_be_read()
    {
        var isAway = true;
        using var labels = Labels(
            _ => isAway ? throw new TimeoutException("away") : Encoding.UTF8.GetBytes(Plans.Small));

        var before = await labels.OfAsync(Schedules[0]);
        isAway = false;

        Assert.Same(PlanLabels.None, before);
        Assert.NotNull((await labels.OfAsync(Schedules[0])).Find("A-1"));
    }

    [Fact]
    public async Task No_answer_waits_long_for_labels()
    {
        using var labels = new SeatLabels(
            _ => new TaskCompletionSource<byte[]?>().Task, TimeProvider.System, NullLogger<SeatLabels>.Instance);

        Assert.Same(PlanLabels.None, await labels.OfAsync(Schedules[0]).AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_schedule_that_does_not_exist_and_a_plan_that_is_not_valid_any_more_have_no_labels()
    {
        using var labels = Labels(id => id == Schedules[0] ? null : "{}"u8.ToArray());

        Assert.Same(PlanLabels.None, await labels.OfAsync(Schedules[0]));
        Assert.Same(PlanLabels.None, await labels.OfAsync(Schedules[1]));
    }

    private SeatLabels Labels(Func<Guid, byte[]?> read) => new(
        id =>
        {
            lock (reads)
                reads.Add(id);
            return Task.FromResult(read(id));
        },
        TimeProvider.System, NullLogger<SeatLabels>.Instance);
}

using Ticketing.Api;
using Ticketing.Queues;
using Ticketing.Simulator;

namespace Ticketing.Tests.Api;

/// <summary>Which states of a place a stream sends.</summary>
public sealed class ToldPlaceTests
{
    private static readonly QueuePlace Place = new(Guid.NewGuid(), Number: 4, DateTimeOffset.UnixEpoch);

    private static readonly QueueTokenBody Waiting =
        QueueTokenBody.Unseen(new QueueTicket("token", Guid.NewGuid(), Place)) with
        {
            Ahead = 3,
            EstimatedWaitSeconds = 30,
            EstimatedWait = new WaitRangeBody(20, 40),
        };

    private readonly VirtualTime time = new();
    private readonly ToldPlace told;

    public ToldPlaceTests() => told = new ToldPlace(time);

    [Fact]
    public void A_state_that_changed_is_sent_at_once_and_only_once()
    {
        Assert.True(told.IsNews(Waiting));
        Assert.False(told.IsNews(Waiting));
        Assert.True(told.IsNews(Waiting with { Ahead = 2 }));
        Assert.True(told.IsNews(Waiting with { Ahead = 2, Status = QueueTokenStatus.Called }));
    }

    [Fact]
    public void An_estimate_that_moves_with_every_look_is_sent_every_ten_seconds()
    {
        var sent = 0;
        for (var look = 0; look < 4 * 60; look++)
        {
            if (told.IsNews(Waiting with { EstimatedWait = new WaitRangeBody(20, 40 + look) }))
                sent++;
            time.Step(time.GetUtcNow().AddMilliseconds(250));
        }

        Assert.Equal(6, sent);
    }

    [Fact]
    public void The_first_estimate_and_the_end_of_estimates_are_sent_at_once()
    {
        Assert.True(told.IsNews(Waiting with { EstimatedWait = null }));
        Assert.True(told.IsNews(Waiting));
        Assert.True(told.IsNews(Waiting with { EstimatedWait = null }));
    }
}

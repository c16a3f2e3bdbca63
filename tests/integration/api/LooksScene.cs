using Ticketing.Api;
using Ticketing.Queues;
using Ticketing.Simulator;
using Ticketing.Storage;

namespace Ticketing.Tests.Api;

/// <summary>One api process, and one place in a queue whose answers the test sets.</summary>
public abstract class LooksScene
{
    private protected LooksScene()
    {
        Known = new KnownPlaces(Time);
        Looks = new QueueLooks(
            new QueueCache(Queue.Grains, Known, Time), Known, new PlaceReads(LoadAsync, Time), Queue.Grains, Time);
        var place = new QueuePlace(Guid.NewGuid(), Number: 1, Time.GetUtcNow());
        Ticket = new QueueTicket("token", Guid.NewGuid(), place);
        Queue.Summary = Stand(admittedThrough: 1);
    }

    private protected VirtualTime Time { get; } = new();

    private protected KnownQueue Queue { get; } = new();

    private protected KnownPlaces Known { get; }

    private protected QueueLooks Looks { get; }

    private protected QueueTicket Ticket { get; }

    private protected PlaceRow? Stored { get; set; }

    private protected int Reads { get; private set; }

    private protected bool IsStoreAway { get; set; }

    private Task<IReadOnlyList<PlaceRow>> LoadAsync(Guid scheduleId, IReadOnlyList<Guid> users)
    {
        if (IsStoreAway) throw new StoreUnavailableException("away");
        Assert.Equal((Ticket.ScheduleId, Ticket.Place.UserId), (scheduleId, Assert.Single(users)));
        Reads++;
        return Task.FromResult<IReadOnlyList<PlaceRow>>(Stored is null ? [] : [Stored]);
    }

    private protected PlaceRow Row(PlaceStatus status, long number = 1) => new(
        Ticket.ScheduleId, Ticket.Place.UserId, number, Ticket.Place.JoinedAt, status, Until: null, Extended: false,
        Version: 1);

    /// <summary>A look at an old summary starts the read of the new one and does not wait for it.</summary>
    private protected async Task RefreshAsync()
    {
        Pass(TimeSpan.FromSeconds(1));
        await StatusAsync();
    }

    private protected async Task<QueueTokenStatus> StatusAsync() => (await Looks.LookAsync(Ticket)).Body!.Status;

    private protected async Task<QueueTokenStatus> SeenAsync() =>
        (await Looks.LookAsync(Ticket, enters: false)).Body!.Status;

    private protected void Pass(TimeSpan duration) => Time.Step(Time.GetUtcNow() + duration);

    private protected QueueSummary Stand(long admittedThrough) => new(
        Ticket.ScheduleId, new QueueSettings(), Time.GetUtcNow(), LastNumber: 1, admittedThrough, Waiting: 0,
        Active: 1, AdmittedPerMinute: 0, Served: 0, Abandoned: 0, SeatSupply.Free, DrawCommitment: null, DrawKey: [],
        DrawnEntries: null, StartsAt: Time.GetUtcNow().AddDays(1));
}

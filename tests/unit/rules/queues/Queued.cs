using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules.Queues;

/// <summary>A queue for the tests of its rules, with the rows that a store would have.</summary>
internal sealed class Queued
{
    private readonly Dictionary<Guid, PlaceRow> stored = [];

    public Queued(QueueSettings? settings = null)
    {
        var row = new QueueRow(
            Some.Schedule, settings ?? new QueueSettings(MaxActive: 2), LastNumber: 0, AdmittedThrough: 0, Waiting: 0,
            Served: 0, Abandoned: 0, [.. new byte[Limits.DrawKeyBytes]], DrawnEntries: null, Version: 1);
        State = QueueState.Read(new QueueRecord(row, [], []), Some.Now);
    }

    public QueueState State { get; private set; }

    public DateTimeOffset Now { get; set; } = Some.Now;

    public SeatSupply Supply { get; set; } = SeatSupply.Free;

    public SeatLook Look => new(
        Supply switch
        {
            SeatSupply.Free => new SeatCounts(FreeSeats, 0, 0, 0),
            SeatSupply.OnlyHeld => new SeatCounts(0, 1, 0, 0),
            _ => new SeatCounts(0, 0, 1, 0),
        },
        Now);

    public int FreeSeats { get; set; } = 100_000;

    /// <summary>The topics of the events of the last commit.</summary>
    public IReadOnlyList<string> Events { get; private set; } = [];

    public QueueRow Row => State.Row;

    public static Guid Fan(int number) => new(number, 0, 0, new byte[8]);

    public PlaceRow Stored(int fan) => stored[Fan(fan)];

    public QueuePlace Place(int fan) => new(Fan(fan), Stored(fan).Number, Stored(fan).JoinedAt);

    public JoinOutcome[] Join(params int[] fans)
    {
        var users = fans.Select(Fan).ToArray();
        PlaceRow[] rows = [.. users.Distinct().Where(stored.ContainsKey).Select(user => stored[user])];
        var (next, outcomes) = QueueJoinRules.Join(State, [.. users], rows, Now);
        Become(next);
        return [.. outcomes];
    }

    public EnterOutcome? Enter(QueuePlace place)
    {
        var (next, outcome) = QueueEntryRules.Enter(State, place, Now);
        Become(next);
        return outcome ?? QueueEntryRules.Told(Row, place, stored.GetValueOrDefault(place.UserId));
    }

    public MoreTimeOutcome? Ask(int fan, int request, QueuePlace? at = null)
    {
        var command = new AskMoreTime(at ?? Place(fan), new Guid(request, 1, 0, new byte[8]));
        var (next, outcome) = MoreTimeRules.Ask(State, command, Now, stored.GetValueOrDefault(Fan(fan)), isRead: true);
        Become(next);
        return outcome;
    }

    public void Leave(int fan) => Become(QueueEntryRules.Leave(State, Place(fan), Stored(fan)));

    public void Settle(int fan, TurnChange news, long? number = null, DateTimeOffset? heldUntil = null) =>
        Become(QueueEndRules.Settle(
            State, new SettledTurn(Fan(fan), number ?? Stored(fan).Number, news, heldUntil), Now));

    public void Lapse() => Become(QueueEndRules.Lapse(State, Now));

    public void Open() => Become(QueueDueRules.Open(State, Some.Terms, joining: false, Now));

    /// <summary>Admits the fans whose turn it is. Returns them.</summary>
    public int[] Admit(bool onlyGaps = false)
    {
        var before = State.Present.OfFans.Keys.ToHashSet();
        var room = QueueAdmissionRules.Room(State, Some.Terms, Look, Now);
        if (room == 0) return [];
        var numbers = QueueAdmissionRules.NextNumbers(State, room, onlyGaps);
        PlaceRow[] rows = [.. stored.Values.Where(place => numbers.Contains(place.Number))];
        Become(QueueAdmissionRules.Admit(State, numbers, rows, room, Now));
        return [.. stored.Keys.Where(user => State.Present.OfFans.ContainsKey(user) && !before.Contains(user))
            .Select(user => int.Parse(user.ToString("N")[..8], System.Globalization.NumberStyles.HexNumber))];
    }

    public ChangeQueueResult Change(QueueChange change)
    {
        var (next, result) = QueueChangeRules.Change(State, change, [.. Enumerable.Repeat((byte)7, 32)]);
        Become(next);
        return result;
    }

    private void Become(QueueState next)
    {
        if (!QueueCommits.Changes(State, next))
        {
            State = next;
            return;
        }

        var commit = QueueCommits.Write(State, next, Now);
        Assert.Equal(Row.Version + 1, Assert.Single(commit.Queues).Version);
        Events = [.. commit.Events.Select(one => one.Topic)];
        foreach (var place in commit.Places)
        {
            Assert.Equal((stored.GetValueOrDefault(place.UserId)?.Version ?? 0) + 1, place.Version);
            stored[place.UserId] = place;
        }

        State = next.Written(Now);
        Assert.Equal(commit.Queues[0], State.Row);
        QueueCommits.CheckConsistent(State);
    }
}

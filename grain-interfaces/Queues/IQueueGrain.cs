using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Ticketing.Queues;

/// <summary>
/// The waiting queue of one schedule; key: the schedule's id. Every change is committed before a caller sees it.
/// </summary>
[Alias("Ticketing.IQueueGrain"), Version(2)]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>
    /// Gives each of these fans a place, in this order; a fan who has a place keeps it. The answers are in the same
    /// order. At most <c>Limits.JoinsPerBatch</c> fans. Callers use <see cref="IQueueEntranceGrain"/>, which batches
    /// them.
    /// </summary>
    [Alias("Join")]
    Task<ImmutableArray<JoinOutcome>> Join(ImmutableArray<Guid> users);

    /// <summary>Reports that the fan is present: a fan whose turn has come becomes active. Safe to repeat.</summary>
    [Alias("Enter")]
    Task<EnterOutcome> Enter(QueuePlace place);

    /// <summary>
    /// Gives a called fan more time to take the turn, as often as the settings allow. Safe to repeat: a request counts
    /// once.
    /// </summary>
    [Alias("GiveMoreTime")]
    Task<MoreTimeOutcome> GiveMoreTime(AskMoreTime command);

    /// <summary>Gives up a waiting or active place. Safe to repeat; a place that has ended does not change.</summary>
    [Alias("Leave")]
    Task Leave(QueuePlace place);

    /// <summary>
    /// Reports a change of a reservation to the queue. If the message is lost, the turn ends at its deadline.
    /// </summary>
    [OneWay, Alias("Settle")]
    Task Settle(SettledTurn settled);

    /// <summary>The published facts of the queue; null when the schedule does not exist.</summary>
    [AlwaysInterleave, Alias("GetStanding")]
    Task<QueueSummary?> GetSummary();

    /// <summary>Changes the settings of the queue (operator), effective at once.</summary>
    [Alias("Change")]
    Task<ChangeQueueOutcome> Change(QueueChange change);

    /// <summary>
    /// Handles everything that is due: deadlines, the opening, admissions. Called by timers and the sweeper.
    /// </summary>
    [Alias("Drive")]
    Task Drive();
}

/// <summary>
/// The entrance to a queue, one per process; key: the schedule's id. Fans who arrive while a batch is in flight to the
/// queue form the next batch, so that the queue takes hundreds of fans in one call and one transaction.
/// </summary>
[Alias("Ticketing.IQueueEntranceGrain"), Version(1)]
public interface IQueueEntranceGrain : IGrainWithStringKey
{
    /// <summary>Gives the fan a place; a repeated call returns the same place.</summary>
    [AlwaysInterleave, Alias("Join")]
    Task<JoinOutcome> Join(Guid userId);
}

/// <param name="Place">Set when the result is <see cref="JoinResult.Joined"/>.</param>
[GenerateSerializer, Immutable, Alias("JoinOutcome")]
public sealed record JoinOutcome(
    [property: Id(0)] JoinResult Result,
    [property: Id(1)] QueuePlace? Place = null);

public enum JoinResult
{
    /// <summary>The fan has a place, either a new one or the one it already had.</summary>
    Joined,

    UnknownSchedule,

    /// <summary>The schedule has no queue: reserve without a token.</summary>
    QueueOff,

    /// <summary>The queue is draining: no new fan gets a place.</summary>
    Draining,

    /// <summary>The event has begun.</summary>
    SaleOver,
}

/// <param name="ActiveUntil">Set when the result is <see cref="EnterResult.Active"/>.</param>
/// <param name="Ahead">Number of turns before this one while the result is <see cref="EnterResult.Waiting"/>.</param>
[GenerateSerializer, Immutable, Alias("EnterOutcome")]
public sealed record EnterOutcome(
    [property: Id(0)] EnterResult Result,
    [property: Id(1)] DateTimeOffset? ActiveUntil = null,
    [property: Id(2)] long Ahead = 0);

public enum EnterResult
{
    /// <summary>The fan is active.</summary>
    Active,

    /// <summary>The fan's turn has not come yet.</summary>
    Waiting,

    /// <summary>The fan gave the place up.</summary>
    Left,

    /// <summary>The fan did not enter within the claim window.</summary>
    Missed,

    /// <summary>The active window has expired.</summary>
    RanOut,

    /// <summary>The fan has paid, which ended the turn.</summary>
    Served,

    /// <summary>The reservation of this turn was cancelled or expired.</summary>
    Released,

    /// <summary>The place never existed.</summary>
    Unknown,

    /// <summary>The schedule has no queue.</summary>
    QueueOff,
}

/// <param name="RequestId">A request with the same id is the same request.</param>
[GenerateSerializer, Immutable, Alias("AskMoreTime")]
public sealed record AskMoreTime([property: Id(0)] QueuePlace Place, [property: Id(1)] Guid RequestId);

/// <param name="ClaimUntil">The end of the claim window; null when the fan is not called.</param>
/// <param name="Granted">Number of requests of this place that were granted.</param>
/// <param name="Turn">Set when the result is <see cref="MoreTimeResult.NotCalled"/>: the state of the place.</param>
[GenerateSerializer, Immutable, Alias("MoreTimeOutcome")]
public sealed record MoreTimeOutcome(
    [property: Id(0)] MoreTimeResult Result,
    [property: Id(1)] DateTimeOffset? ClaimUntil = null,
    [property: Id(2)] int Granted = 0,
    [property: Id(3)] EnterOutcome? Turn = null);

public enum MoreTimeResult
{
    /// <summary>The request has prolonged the claim window, now or when it came before.</summary>
    Granted,

    /// <summary>The place has been given more time as often as the settings allow.</summary>
    NoneLeft,

    /// <summary>The turn has not come, was taken, or is over.</summary>
    NotCalled,
}

/// <param name="Number">
/// Number of the place that the reservation was made with: a report about an earlier turn must not end a later one.
/// </param>
/// <param name="HeldUntil">
/// The deadline of the hold after the change; null for changes that do not concern it, and from releases before
/// renewals.
/// </param>
[GenerateSerializer, Immutable, Alias("SettledTurn")]
public sealed record SettledTurn(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] long Number,
    [property: Id(2)] TurnChange Change,
    [property: Id(3)] DateTimeOffset? HeldUntil = null);

/// <summary>A change of a reservation, as reported to the queue.</summary>
[Alias("TurnNews")]
public enum TurnChange
{
    /// <summary>A payment has begun: the turn is extended to cover it, not beyond the hold.</summary>
    PaymentBegan,

    Paid,

    /// <summary>Cancelled or expired.</summary>
    Released,

    /// <summary>A reservation was made: the turn ends when the last of its reservations is released.</summary>
    Reserved,

    /// <summary>
    /// The fan got more time for a hold: the turn lasts at least as long. A silo of a release before renewals covers
    /// it as a payment.
    /// </summary>
    Renewed,
}

/// <param name="Summary">The queue after the change; null when the schedule does not exist.</param>
[GenerateSerializer, Immutable, Alias("ChangeQueueOutcome")]
public sealed record ChangeQueueOutcome(
    [property: Id(0)] ChangeQueueResult Result,
    [property: Id(1)] QueueSummary? Summary = null);

public enum ChangeQueueResult
{
    Changed,
    UnknownSchedule,

    /// <summary>The draw cannot be switched on or off once a fan has a place.</summary>
    DrawIsFixed,
}

/// <summary>
/// The changes that an operator makes; a null setting stays as it is. See <see cref="QueueSettings"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("QueueChange")]
public sealed record QueueChange(
    [property: Id(0)] bool? Enabled = null,
    [property: Id(1)] int? MaxActive = null,
    [property: Id(2)] int? PacePerSecond = null,
    [property: Id(3)] bool? Paused = null,
    [property: Id(4)] bool? Draining = null,
    [property: Id(5)] int? ClaimSeconds = null,
    [property: Id(6)] int? ActiveSeconds = null,
    [property: Id(7)] bool? PausesWhenSoldOut = null,
    [property: Id(8)] bool? Draws = null,
    [property: Id(9)] int? MoreTimes = null)
{
    /// <summary>
    /// When the caller stops waiting for an answer. The change is refused from then on: it must not undo a later one
    /// that the operator made meanwhile. Null for a caller of an older release.
    /// </summary>
    [Id(10)]
    public DateTimeOffset? Until { get; init; }
}

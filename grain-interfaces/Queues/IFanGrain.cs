using Orleans.Concurrency;

namespace Ticketing.Queues;

/// <summary>
/// One fan at one schedule; key: <see cref="GrainKeys.Fan"/>. Enforces the purchase limit, and remembers the fan's
/// reservations, so that a repeated request is recognised without a database query.
/// </summary>
[Alias("Ticketing.IFanGrain"), Version(1)]
public interface IFanGrain : IGrainWithStringKey
{
    /// <summary>Counts the seats of a reservation that is about to be made against the purchase limit.</summary>
    [Alias("Allow")]
    Task<AllowOutcome> Allow(AllowSeats command);

    /// <summary>Reports the final number of seats of a reservation: 0 when it failed or ended.</summary>
    [OneWay, Alias("Settle")]
    Task Settle(SettledAllowance settled);
}

/// <summary>Identifies one fan at one schedule.</summary>
[GenerateSerializer, Immutable, Alias("FanKey")]
public readonly record struct FanKey([property: Id(0)] Guid ScheduleId, [property: Id(1)] Guid UserId);

/// <param name="Limit">Seats that the fan may hold and own at this schedule.</param>
/// <param name="HoldSeconds">How long holds of the schedule last; 0 from releases that did not say it.</param>
[GenerateSerializer, Immutable, Alias("AllowSeats")]
public sealed record AllowSeats(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] int Seats,
    [property: Id(2)] int Limit,
    [property: Id(3)] int HoldSeconds = 0);

/// <summary>A result, by its nature; the name travels between processes and stays.</summary>
public enum AllowOutcome
{
    Allowed,
    LimitExceeded,

    /// <summary>
    /// Allowed, but an earlier attempt with this id may have made the reservation: look for it first.
    /// </summary>
    AllowedAgain,

    /// <summary>
    /// A reservation with this id was made, or may have been made and would now exceed the limit: look for it.
    /// </summary>
    SeenBefore,

    /// <summary>
    /// Allowed by the limit, but the fan has held seats for long without paying: the hold is shorter, or has to wait.
    /// </summary>
    AllowedShorter,
}

/// <param name="Made">Whether a reservation with this id is in the database.</param>
[GenerateSerializer, Immutable, Alias("SettledAllowance")]
public sealed record SettledAllowance(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] int Seats,
    [property: Id(2)] bool Made);

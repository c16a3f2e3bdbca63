using Orleans.Concurrency;

namespace Ticketing.Queues;

/// <summary>
/// One fan at one schedule; key: <see cref="GrainKeys.Fan"/>. Keeps the purchase limit, and knows which reservations
/// the fan has made, so that a repeated request is recognised without asking the database.
/// </summary>
[Alias("Ticketing.IFanGrain"), Version(1)]
public interface IFanGrain : IGrainWithStringKey
{
    /// <summary>Counts the seats of a reservation that is about to be made against the limit.</summary>
    [Alias("Allow")]
    Task<AllowOutcome> Allow(AllowSeats command);

    /// <summary>Tells how many seats the reservation has from now on: 0 when it failed or ended.</summary>
    [OneWay, Alias("Settle")]
    Task Settle(SettledAllowance settled);
}

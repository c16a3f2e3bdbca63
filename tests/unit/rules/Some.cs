using Ticketing.Catalog;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

/// <summary>Examples that the tests of the rules start from.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Id = Guid.Parse("00000000-0000-0000-0000-00000000000a");
    public static readonly Guid User = Guid.Parse("00000000-0000-0000-0000-00000000000b");
    public static readonly Guid Schedule = Guid.Parse("00000000-0000-0000-0000-00000000000c");

    public static readonly SaleTerms Terms =
        new(Schedule, Now.AddDays(-1), Now.AddDays(30), HoldSeconds: 180, SeatsPerFan: 4, ["Stalls", "Balcony"])
        {
            Renewals = 3,
        };

    public static readonly ReserveSeats Command = new(Schedule, User, ["A-1", "A-2"], null, 0, "hash");

    public static readonly ReservationRecord Pending = ReservationRules.Create(
        Id, Command, [new("A-1", "Stalls", 5_000, 3), new("A-2", "Stalls", 7_000, 7)], Terms, Now);
}

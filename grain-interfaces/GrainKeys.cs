using Ticketing.Balances;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Stock;

namespace Ticketing;

/// <summary>Forms and parses grain keys; no other code concatenates one.</summary>
public static class GrainKeys
{
    private const int GuidLength = 36;

    public static string Seat(SeatKey seat) => $"{seat.ScheduleId:D}/{seat.SeatId}";

    public static string Fan(FanKey fan) => $"{fan.ScheduleId:D}/{fan.UserId:D}";

    /// <summary>
    /// A balance in the installation's currency has the user's id alone, as in releases that had one currency.
    /// </summary>
    public static string Balance(BalanceKey balance) =>
        balance.Currency is { } currency ? $"{balance.UserId:D}/{currency}" : Of(balance.UserId);

    /// <summary>A category may contain slashes: it is everything after the first slash.</summary>
    public static string Stock(StockKey stock) => $"{stock.ScheduleId:D}/{stock.Category}";

    /// <summary>Codes are case-insensitive.</summary>
    public static string Coupon(string code) => code.ToUpperInvariant();

    /// <summary>One of 16 lanes: the first digit of the target's digest, which is hexadecimal.</summary>
    public static string SignIns(string target) => target[..1];

    public static string Of(Guid id) => id.ToString("D");

    public static SeatKey ParseSeat(string key) => new(Head(key), Tail(key));

    public static FanKey ParseFan(string key) => new(Head(key), ParseId(Tail(key)));

    public static BalanceKey ParseBalance(string key) =>
        key.Length == GuidLength ? new(ParseId(key)) : new(Head(key), Tail(key));

    public static StockKey ParseStock(string key) => new(Head(key), Tail(key));

    public static Guid ParseId(string key) => Guid.TryParseExact(key, "D", out var id) ? id : throw Malformed(key);

    private static Guid Head(string key) =>
        key.Length > GuidLength && key[GuidLength] == '/' ? ParseId(key[..GuidLength]) : throw Malformed(key);

    private static string Tail(string key) => key[(GuidLength + 1)..];

    private static FormatException Malformed(string key) => new($"'{key}' is not a grain key of this kind.");
}

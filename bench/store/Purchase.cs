namespace Ticketing.Bench.Store;

/// <summary>What every way writes: the same rows, the same text.</summary>
/// <param name="Seat">The number of the seat in the house.</param>
/// <param name="SeatVersion">The version its row has now.</param>
internal sealed record Purchase(int Seat, long SeatVersion, Guid ReservationId, Guid UserId, DateTime Now)
{
    public const long Price = 88_000;
    public const string Category = "Stalls";
    public const string RequestHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    public const string Topic = "reservation.created";

    public string SeatId => StoreHouse.SeatId(Seat);

    public DateTime ExpiresAt => Now.AddMinutes(5);

    public string Key => ReservationId.ToString("D");

    public string Payload =>
        $$"""
        {"reservationId":"{{ReservationId}}","scheduleId":"{{StoreHouse.ScheduleId}}","userId":"{{UserId}}",
        "seats":[{"seatId":"{{SeatId}}","category":"{{Category}}","price":{{Price}}}],"amount":{{Price}},
        "expiresAt":"{{ExpiresAt:O}}"}
        """;
}

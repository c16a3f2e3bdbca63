using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>Seats that a fan has reserved and paid for.</summary>
public sealed record Purchase(Guid ReservationId, JsonNode Payment)
{
    public string Path => $"/reservations/{ReservationId}";

    public JsonArray Tickets => Payment["tickets"]!.AsArray();

    public static async Task<Purchase> MakeAsync(Sale sale, ApiClient fan, params string[] seats)
    {
        var id = await sale.ReservedAsync(fan, seats);
        return new Purchase(id, (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200));
    }
}

using System.Text.Json;

namespace Ticketing.Tests.Api;

/// <summary>A request that each operation takes, on one sale that is open.</summary>
public sealed class ValidRequests(
    Sale sale, Guid reservationId, Sale queued, string queueToken, Purchase paid, Guid failedOrderId)
{
    private const string Coupon = "VALID-REQUEST";

    public static async Task<ValidRequests> PrepareAsync(ApiServer server)
    {
        var sale = await Sale.OpenAsync(server);
        var key = Guid.NewGuid().ToString();
        (await sale.Operator.PostAsync("/balance/charges", new { amount = 1_000 }, key)).ShouldBe(200);
        var queued = await Sale.OpenAsync(server, terms => terms.Remove("queue"));
        var place = (await queued.Operator.PostAsync($"/schedules/{queued.ScheduleId}/queue-tokens", null))
            .ShouldBe(201);
        var token = place["token"]!.GetValue<string>();
        // Given back, so that its stream of events has an end.
        await queued.Operator.DeleteAsync($"/queue-tokens/{token}");
        var reservation = await sale.ReservedAsync(sale.Operator, TestPlan.Seat(1, 1));
        var paid = await Purchase.MakeAsync(sale, sale.Operator, TestPlan.Seat(1, 3));
        (await sale.Operator.PutAsync($"/operator/coupons/{Coupon}", CouponTests.Terms())).ShouldBe(200);
        return new ValidRequests(sale, reservation, queued, token, paid, await FailedOrderAsync(sale));
    }

    private static async Task<Guid> FailedOrderAsync(Sale sale)
    {
        var id = await sale.ReservedAsync(sale.Operator, TestPlan.Seat(1, 5));
        var refused = await sale.Operator.PostAsync($"/reservations/{id}/payment", new { couponCode = "NONE-SUCH" });
        return refused.ShouldBeProblem(409, "coupon-unknown")["orderId"]!.GetValue<Guid>();
    }

    /// <summary>The operator, who may call everything; owns the reservation and the place in the queue.</summary>
    public ApiClient Caller => sale.Operator;

    public string IdFor(DocumentedOperation operation)
    {
        if (operation.Path.EndsWith("/offer", StringComparison.Ordinal))
            return $"{paid.ReservationId}";
        if (operation.Path.Contains("/reservations/", StringComparison.Ordinal))
            return $"{reservationId}";
        if (operation.Path.Contains("/tickets/", StringComparison.Ordinal))
            return $"{paid.Tickets[0]!["id"]}";
        if (operation.Path.Contains("/orders/", StringComparison.Ordinal))
            return $"{failedOrderId}";
        if (operation.Path.Contains("/coupons/", StringComparison.Ordinal))
            return Coupon;
        // Of no schedule: the stream of a map has no end.
        if (operation.Path.EndsWith("/seats/events", StringComparison.Ordinal))
            return $"{Guid.NewGuid()}";
        if (operation.Path.Contains("/queue-tokens/", StringComparison.Ordinal))
            return queueToken;
        if (operation.Path.Contains("/queue", StringComparison.Ordinal))
            return $"{queued.ScheduleId}";
        if (operation.Path.Contains("/concerts/", StringComparison.Ordinal))
            return $"{sale.ConcertId}";
        return operation.Path.Contains("/problems/", StringComparison.Ordinal) ? "not-found" : $"{sale.ScheduleId}";
    }

    public string? BodyFor(DocumentedOperation operation) => operation.Name switch
    {
        "POST /api/v1/accounts" => Json(new { email = $"{Guid.NewGuid():N}@example.org", password = "long enough" }),
        "POST /api/v1/sessions" => Json(new { email = ApiServer.OperatorEmail, password = ApiServer.OperatorPassword }),
        "POST /api/v1/reservations" => Json(new { scheduleId = sale.ScheduleId, seats = Seats(2, 2) }),
        "POST /api/v1/reservations/{id}/payment" => "{}",
        "POST /api/v1/reservations/{id}/offer" => Json(new { accept = true }),
        "POST /api/v1/balance/charges" => Json(new { amount = 10 }),
        "POST /api/v1/operator/concerts" => Json(new { title = "Title", venue = "Venue", description = "Text" }),
        "POST /api/v1/operator/concerts/{id}/schedules" => Sale.Terms().ToJsonString(),
        "PATCH /api/v1/operator/schedules/{id}" => Json(new { holdSeconds = 120 }),
        "PATCH /api/v1/operator/schedules/{id}/queue" => Json(new { maxActive = 500 }),
        "PUT /api/v1/operator/coupons/{code}" => Json(CouponTests.Terms()),
        "POST /api/v1/operator/tickets/check-in" => Json(new { code = $"{paid.Tickets[0]!["code"]}", gate = "North" }),
        "POST /api/v1/operator/dead-letters/replay" => Json(new { topic = "reservation.created" }),
        "POST /api/v1/operator/schedules/{id}/blocked-seats" => Json(new { seats = Seats(5, 1) }),
        "DELETE /api/v1/operator/schedules/{id}/blocked-seats" => Json(new { seats = Seats(5, 1) }),
        _ => operation.HasBody ? throw new InvalidOperationException($"No body is known for {operation.Name}.") : null,
    };

    private static string[] Seats(int row, int number) => [TestPlan.Seat(row, number)];

    private static string Json(object body) => JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Messaging;
using Ticketing.Storage;

namespace Ticketing.Tests.Api;

/// <summary>A valid request for each operation, on one open sale.</summary>
public sealed class ValidRequests(
    Sale sale, Guid reservationId, Sale queued, string queueToken, string turnToken, Queue<Guid> deadLetters,
    Purchase paid, Guid failedOrderId)
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
        // Given back, so that its event stream ends.
        await queued.Operator.DeleteAsync($"/queue-tokens/{token}");
        var turn = (await (await server.FanAsync()).PostAsync($"/schedules/{queued.ScheduleId}/queue-tokens", null))
            .ShouldBe(201)["token"]!.GetValue<string>();
        var reservation = await sale.ReservedAsync(sale.Operator, TestPlan.Seat(1, 1));
        var paid = await Purchase.MakeAsync(sale, sale.Operator, TestPlan.Seat(1, 3));
        (await sale.Operator.PutAsync($"/operator/coupons/{Coupon}", CouponTests.Terms())).ShouldBe(200);
        return new ValidRequests(
            sale, reservation, queued, token, turn, await PutAwayAsync(server), paid, await FailedOrderAsync(sale));
    }

    /// <summary>The operator, who may call everything and owns the reservation and the place in the queue.</summary>
    public ApiClient Caller => sale.Operator;

    /// <summary>
    /// Whether this is the stream of a seat map: it is requested for no schedule here, and has tests of its own.
    /// </summary>
    public static bool IsEndless(DocumentedOperation operation) =>
        operation.Path.EndsWith("/seats/events", StringComparison.Ordinal)
        || operation.Path.EndsWith("/live", StringComparison.Ordinal);

    public string IdFor(DocumentedOperation operation)
    {
        if (operation.Path.Contains("/dead-letters/{", StringComparison.Ordinal))
            return $"{(deadLetters.TryDequeue(out var letter) ? letter : Guid.NewGuid())}";
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
        if (IsEndless(operation))
            return $"{Guid.NewGuid()}";
        if (operation.Path.EndsWith("/entry", StringComparison.Ordinal)
            || operation.Path.EndsWith("/more-time", StringComparison.Ordinal))
            return turnToken;
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
        "POST /api/v1/sessions" or "PUT /api/v1/session" =>
            Json(new { email = ApiServer.OperatorEmail, password = ApiServer.OperatorPassword }),
        "POST /api/v1/reservations" => Json(new { scheduleId = sale.ScheduleId, seats = Seats(2, 2) }),
        "POST /api/v1/reservations/{id}/payment" or "POST /api/v1/reservations/{id}/quote" => "{}",
        "POST /api/v1/reservations/{id}/offer" => Json(new { accept = true }),
        "POST /api/v1/balance/charges" => Json(new { amount = 10 }),
        "POST /api/v1/operator/concerts" => Json(new { title = "Title", venue = "Venue", description = "Text" }),
        "POST /api/v1/operator/concerts/{id}/schedules" => Sale.Terms().ToJsonString(),
        "PATCH /api/v1/operator/schedules/{id}" => Json(new { holdSeconds = 120 }),
        "PATCH /api/v1/operator/schedules/{id}/queue" => Json(new { maxActive = 500 }),
        "PUT /api/v1/operator/coupons/{code}" => Json(CouponTests.Terms()),
        "POST /api/v1/operator/tickets/check-in" or "POST /api/v1/operator/tickets/undo-check-in" => AtGate(operation),
        "POST /api/v1/operator/dead-letters/replay" => Json(new { topic = "reservation.created" }),
        "POST /api/v1/operator/schedules/{id}/blocked-seats" => Json(new { seats = Seats(5, 1) }),
        "DELETE /api/v1/operator/schedules/{id}/blocked-seats" => Json(new { seats = Seats(5, 1) }),
        _ => operation.HasBody ? throw new InvalidOperationException($"No body is known for {operation.Name}.") : null,
    };

    /// <summary>Puts more dead letters than there are operations on them, each in a group of its own name.</summary>
    private static async Task<Queue<Guid>> PutAwayAsync(ApiServer server)
    {
        var ids = new Queue<Guid>();
        var now = DateTimeOffset.UtcNow;
        for (var letter = 0; letter < 10; letter++)
        {
            var id = Guid.NewGuid();
            await server.Services.GetRequiredService<IDeadLetters>().PutAsync(
                new DeadLetter(
                    new OutboxEvent(id, "topic", "key", "{}", null, now), $"{id}", "error", [new(now, "error")], now),
                CancellationToken.None);
            ids.Enqueue(id);
        }

        return ids;
    }

    private string AtGate(DocumentedOperation operation)
    {
        var body = new JsonObject
        {
            ["code"] = $"{paid.Tickets[0]!["code"]}",
            ["gate"] = "North",
            ["scheduleId"] = sale.ScheduleId,
        };
        if (operation.Path.Contains("undo", StringComparison.Ordinal)) body["reason"] = "Scanned the wrong fan.";
        return body.ToJsonString();
    }

    private static async Task<Guid> FailedOrderAsync(Sale sale)
    {
        var id = await sale.ReservedAsync(sale.Operator, TestPlan.Seat(1, 5));
        var refused = await sale.Operator.PostAsync($"/reservations/{id}/payment", new { couponCode = "NONE-SUCH" });
        return refused.ShouldBeProblem(409, "coupon-unknown")["orderId"]!.GetValue<Guid>();
    }

    private static string[] Seats(int row, int number) => [TestPlan.Seat(row, number)];

    private static string Json(object body) => JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
}

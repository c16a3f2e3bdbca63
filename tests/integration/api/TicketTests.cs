using System.Buffers.Text;
using System.Security.Cryptography;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class TicketTests(ApiFixture fixture)
{
    private const int SignatureBytes = 64;
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task A_fan_lists_tickets_page_by_page_and_gets_a_picture_of_each()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var first = await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1), TestPlan.Seat(1, 2));
        var second = await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 3));

        var page = (await fan.GetAsync("/tickets?limit=2")).ShouldBe(200);
        var next = (await fan.GetAsync($"/tickets?limit=2&cursor={page["nextCursor"]}")).ShouldBe(200);

        var listed = page["items"]!.AsArray().Concat(next["items"]!.AsArray()).ToArray();
        Assert.Equal($"{second.Tickets[0]!["id"]}", $"{listed[0]!["id"]}");
        Assert.Equal(
            first.Tickets.Concat(second.Tickets).Select(ticket => $"{ticket!["id"]}").Order(),
            listed.Select(ticket => $"{ticket!["id"]}").Order());
        Assert.Null(next["nextCursor"]);
        var pictures = await Task.WhenAll(
            listed.Select(ticket => fan.GetAsync($"/tickets/{ticket!["id"]}.svg")));
        Assert.All(pictures, picture =>
        {
            Assert.Equal((200, "image/svg+xml"), (picture.Status, picture.MediaType));
            Assert.StartsWith("<svg", picture.Text, StringComparison.Ordinal);
        });
        Assert.Equal(3, pictures.Select(picture => picture.Text).Distinct().Count());
    }

    [Fact]
    public async Task A_code_is_checked_with_the_published_keys_alone()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var ticket = (await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1))).Tickets[0]!;
        var code = Base64Url.DecodeFromChars($"{ticket["code"]}");

        var keys = (await server.Anonymous().GetAsync("/ticket-keys")).ShouldBe(200)["keys"]!.AsArray();

        var key = Assert.Single(keys, key => $"{key!["kid"]}" == Base64Url.EncodeToString(code.AsSpan(1, 6)))!;
        Assert.Equal(("EC", "P-256", "ES256"), ($"{key["kty"]}", $"{key["crv"]}", $"{key["alg"]}"));
        using var check = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars($"{key["x"]}"),
                Y = Base64Url.DecodeFromChars($"{key["y"]}"),
            },
        });
        Assert.True(check.VerifyData(
            code.AsSpan(..^SignatureBytes), code.AsSpan(^SignatureBytes..), HashAlgorithmName.SHA256));
        Assert.Equal($"{ticket["id"]}", $"{new Guid(code.AsSpan(7, 16), bigEndian: true)}");
    }

    [Fact]
    public async Task Two_gates_at_once_let_one_in()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var code = $"{(await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1))).Tickets[0]!["code"]}";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(gate => CheckInAsync(sale, code, $"gate {gate}")));

        var admitted = Assert.Single(answers, answer => answer.Status == 200).Json;
        foreach (var refused in answers.Where(answer => answer.Status != 200))
        {
            var told = refused.ShouldBeProblem(409, "ticket-used");
            Assert.Equal($"{admitted["usedGate"]}", $"{told["usedGate"]}");
            Assert.Equal($"{admitted["usedAt"]}", $"{told["usedAt"]}");
        }

        var ticket = (await fan.GetAsync("/tickets")).ShouldBe(200)["items"]![0]!;
        Assert.Equal($"{admitted["usedGate"]}", $"{ticket["usedGate"]}");
    }

    [Fact]
    public async Task What_is_not_exactly_our_ticket_or_not_for_here_is_not_let_in()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var code = $"{(await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1))).Tickets[0]!["code"]}";
        var altered = (code[30] == 'A' ? 'B' : 'A') is var other ? $"{code[..30]}{other}{code[31..]}" : "";

        foreach (var bad in new[] { altered, code.Insert(9, " "), "x", code[..^4] })
            (await CheckInAsync(sale, bad, "North")).ShouldBeProblem(422, "ticket-invalid");
        var elsewhere = new { code, gate = "North", scheduleId = Guid.NewGuid() };
        var told = (await sale.Operator.PostAsync("/operator/tickets/check-in", elsewhere))
            .ShouldBeProblem(409, "ticket-elsewhere");
        Assert.Equal(sale.ScheduleId, told["scheduleId"]!.GetValue<Guid>());
        (await fan.PostAsync("/operator/tickets/check-in", elsewhere)).ShouldBeProblem(403, "forbidden");
        (await CheckInAsync(sale, code, "")).ShouldBlame("$.gate");
        (await CheckInAsync(sale, "", "North")).ShouldBlame("$.code");
        (await sale.Operator.PostAsync("/operator/tickets/check-in", new { code, gate = "North" }))
            .ShouldBlame("$.scheduleId");

        var admitted = (await CheckInAsync(sale, code, "North")).ShouldBe(200);
        Assert.Equal(TestPlan.Seat(1, 1), $"{admitted["seat"]}");
    }

    [Fact]
    public async Task The_ticket_of_a_cancelled_reservation_is_no_longer_good_at_once()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        foreach (var seat in Enumerable.Range(1, 5))
        {
            var paid = await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, seat));

            (await fan.DeleteAsync(paid.Path)).ShouldBe(200);

            var ticket = paid.Tickets[0]!;
            (await fan.GetAsync($"/tickets/{ticket["id"]}.svg")).ShouldBeProblem(409, "ticket-cancelled");
            (await CheckInAsync(sale, $"{ticket["code"]}", "North")).ShouldBeProblem(409, "ticket-cancelled");
            var listed = (await fan.GetAsync("/tickets?limit=1")).ShouldBe(200)["items"]![0]!;
            Assert.Equal(($"{ticket["id"]}", true), ($"{listed["id"]}", listed["isCancelled"]!.GetValue<bool>()));
        }

        Assert.Equal(1_000, (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_gate_and_a_cancellation_at_the_same_moment_do_not_both_succeed()
    {
        var race = await GateRace.RunAsync(server.Address);

        Assert.Equal(0, race.Both);
        Assert.True(race is { LetIn: > 0, Returned: > 0 }, $"{race}");
    }

    [Fact]
    public async Task A_gate_lets_fans_in_from_the_opening_of_the_doors_on()
    {
        var sale = await Sale.OpenAsync(server, terms => terms.Remove("doorsAt"));
        var schedule = (await server.Anonymous().GetAsync($"/schedules/{sale.ScheduleId}")).ShouldBe(200);
        var fan = await sale.FanWithAsync(points: 1_000);
        var paid = await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1));

        var refused = (await CheckInAsync(sale, $"{paid.Tickets[0]!["code"]}", "North"))
            .ShouldBeProblem(409, "doors-closed");

        var doorsAt = schedule["startsAt"]!.GetValue<DateTimeOffset>().AddHours(-Limits.DoorsBeforeStartHours);
        Assert.Equal(doorsAt, refused["doorsAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(doorsAt, schedule["doorsAt"]!.GetValue<DateTimeOffset>());
        (await fan.DeleteAsync(paid.Path)).ShouldBe(200);
        var late = Sale.Terms();
        late["doorsAt"] = late["startsAt"]!.GetValue<DateTimeOffset>().AddMinutes(1);
        (await sale.Operator.PostAsync($"/operator/concerts/{sale.ConcertId}/schedules", late))
            .ShouldBlame("$.doorsAt");
    }

    [Fact]
    public async Task A_check_in_is_undone_with_a_reason_and_the_ticket_is_good_again()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var paid = await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1));
        var code = $"{paid.Tickets[0]!["code"]}";
        (await UndoAsync(sale, code)).ShouldBeProblem(409, "ticket-not-used");
        (await CheckInAsync(sale, code, "North")).ShouldBe(200);

        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Null((await UndoAsync(sale, code)).ShouldBe(200)["usedAt"]);

        (await sale.Operator.PostAsync("/operator/tickets/undo-check-in", Undoing(sale, code, reason: "")))
            .ShouldBlame("$.reason");
        (await fan.PostAsync("/operator/tickets/undo-check-in", Undoing(sale, code, "x")))
            .ShouldBeProblem(403, "forbidden");
        (await CheckInAsync(sale, code, "South")).ShouldBe(200);
        (await UndoAsync(sale, code)).ShouldBe(200);
        (await fan.DeleteAsync(paid.Path)).ShouldBe(200);
        (await UndoAsync(sale, code)).ShouldBeProblem(409, "ticket-cancelled");
    }

    /// <summary>A hold may outlive the start of the event; its seats stay the fan's, and are not returned.</summary>
    [Fact]
    public async Task A_hold_of_before_the_start_is_paid_after_it_and_not_refunded()
    {
        var startsAt = DateTimeOffset.UtcNow.AddSeconds(3);
        var sale = await Sale.OpenAsync(server, terms => terms["startsAt"] = startsAt);
        var fan = await sale.FanWithAsync(points: 1_000);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        await Wait.Until(() => DateTimeOffset.UtcNow > startsAt, "the start of the event");

        (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200);

        (await fan.DeleteAsync($"/reservations/{id}")).ShouldBeProblem(409, "too-late");
        (await sale.ReserveAsync(fan, "after-the-start", TestPlan.Seat(1, 2))).ShouldBeProblem(409, "not-on-sale");
    }

    private static Task<ApiAnswer> CheckInAsync(Sale sale, string code, string gate) =>
        sale.Operator.PostAsync("/operator/tickets/check-in", new { code, gate, scheduleId = sale.ScheduleId });

    private static Task<ApiAnswer> UndoAsync(Sale sale, string code) =>
        sale.Operator.PostAsync("/operator/tickets/undo-check-in", Undoing(sale, code, "Scanned the wrong fan."));

    private static object Undoing(Sale sale, string code, string reason) =>
        new { code, gate = "North", scheduleId = sale.ScheduleId, reason };
}

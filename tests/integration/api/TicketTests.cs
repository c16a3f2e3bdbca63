using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
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
            Enumerable.Range(0, 10).Select(gate => CheckInAsync(sale.Operator, code, $"gate {gate}")));

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

        foreach (var bad in new[] { altered, code + " ", "x", code[..^4] })
            (await CheckInAsync(sale.Operator, bad, "North")).ShouldBeProblem(422, "ticket-invalid");
        var elsewhere = new { code, gate = "North", scheduleId = Guid.NewGuid() };
        var told = (await sale.Operator.PostAsync("/operator/tickets/check-in", elsewhere))
            .ShouldBeProblem(409, "ticket-elsewhere");
        Assert.Equal(sale.ScheduleId, told["scheduleId"]!.GetValue<Guid>());
        (await CheckInAsync(fan, code, "North")).ShouldBeProblem(403, "forbidden");
        (await CheckInAsync(sale.Operator, code, "")).ShouldBlame("$.gate");
        (await CheckInAsync(sale.Operator, "", "North")).ShouldBlame("$.code");

        var here = new { code, gate = "North", scheduleId = sale.ScheduleId };
        var admitted = (await sale.Operator.PostAsync("/operator/tickets/check-in", here)).ShouldBe(200);
        Assert.Equal(TestPlan.Seat(1, 1), $"{admitted["seat"]}");
    }

    [Fact]
    public async Task The_ticket_of_a_cancelled_reservation_is_no_longer_good()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var paid = await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1));
        (await fan.DeleteAsync(paid.Path)).ShouldBe(200);

        var listed = await Wait.For(() => fan.GetAsync("/tickets"), answer => IsCancelled(answer.Json));

        Assert.True(IsCancelled(listed.Json));
        (await CheckInAsync(sale.Operator, $"{paid.Tickets[0]!["code"]}", "North"))
            .ShouldBeProblem(409, "ticket-cancelled");
        (await fan.GetAsync($"/tickets/{paid.Tickets[0]!["id"]}.svg")).ShouldBeProblem(409, "ticket-cancelled");
        Assert.Equal(1_000, (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>());

        static bool IsCancelled(JsonNode page) => page["items"]![0]!["isCancelled"]!.GetValue<bool>();
    }

    private static Task<ApiAnswer> CheckInAsync(ApiClient client, string code, string gate) =>
        client.PostAsync("/operator/tickets/check-in", new { code, gate });
}

using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>A hall whose seats have UUIDs for ids: people find them by block, row and number.</summary>
[Collection(ApiCollection.Name)]
public sealed class SeatLabelTests(ApiFixture fixture)
{
    private const string Label = "Block D, Row 6, Seat 9";

    private static readonly string Seat = Halls.Seat("Block D", 6, 9);

    [Fact]
    public async Task Reservation_ticket_and_check_in_say_where_the_seat_is()
    {
        var sale = await HallAsync();
        var fan = await sale.FanWithAsync(points: 1_000);
        var reserved = (await sale.ReserveAsync(fan, "one", Seat)).ShouldBe(201);
        AssertLabelled(reserved["seats"]![0]!);
        var path = $"/reservations/{reserved["id"]}";
        var paid = (await fan.PostAsync($"{path}/payment", null)).ShouldBe(200);
        AssertLabelled(paid["reservation"]!["seats"]![0]!);
        AssertLabelled(paid["tickets"]![0]!);

        AssertLabelled((await fan.GetAsync(path)).ShouldBe(200)["seats"]![0]!);
        AssertLabelled((await fan.GetAsync("/reservations")).ShouldBe(200)["items"]![0]!["seats"]![0]!);
        AssertLabelled((await fan.GetAsync("/tickets")).ShouldBe(200)["items"]![0]!);
        var gate = new { code = $"{paid["tickets"]![0]!["code"]}", gate = "North", scheduleId = sale.ScheduleId };
        AssertLabelled((await sale.Operator.PostAsync("/operator/tickets/check-in", gate)).ShouldBe(200));
        var used = (await sale.Operator.PostAsync("/operator/tickets/check-in", gate))
            .ShouldBeProblem(409, "ticket-used");
        Assert.Equal(Label, $"{used["label"]}");
    }

    [Fact]
    public async Task A_cancelled_reservation_still_says_where_its_seats_were()
    {
        var sale = await HallAsync();
        var fan = await sale.FanWithAsync(points: 0);
        var id = await sale.ReservedAsync(fan, Seat);

        AssertLabelled((await fan.DeleteAsync($"/reservations/{id}")).ShouldBe(200)["seats"]![0]!);
    }

    [Fact]
    public async Task The_picture_of_a_ticket_has_the_seat_in_words()
    {
        var sale = await HallAsync(
            plan => plan["zones"]![0]!["name"] = "Upper <Block> & \"D\" with a name of quite some length");
        var fan = await sale.FanWithAsync(points: 1_000);
        var ticket = (await Purchase.MakeAsync(sale, fan, Seat)).Tickets[0]!;

        var picture = XDocument.Parse((await fan.GetAsync($"/tickets/{ticket["id"]}.svg")).Text);

        XNamespace svg = "http://www.w3.org/2000/svg";
        var lines = picture.Root!.Elements(svg + "text").Select(line => line.Value).ToArray();
        Assert.Equal(
            "Upper <Block> & \"D\" with a name of quite some length, Row 6, Seat 9 Second", string.Join(" ", lines));
        Assert.True(lines.Length > 2);
        Assert.Single(picture.Root.Elements(svg + "svg"));
    }

    [Fact]
    public async Task Refused_seats_are_named_as_people_know_them()
    {
        var sale = await HallAsync();
        var fan = await sale.FanWithAsync(points: 0);
        await sale.ReservedAsync(fan, Seat);
        var other = await sale.FanWithAsync(points: 0);

        var taken = (await sale.ReserveAsync(other, "one", Seat)).ShouldBeProblem(409, "seats-taken");
        var unknown = (await sale.ReserveAsync(other, "two", "no-such-seat")).ShouldBe(422);
        var blocked = (await sale.Operator.PostAsync(
            $"/operator/schedules/{sale.ScheduleId}/blocked-seats",
            new { seats = new[] { Halls.Seat("Block D", 6, 10), Seat, Halls.Seat("Block D", 6, 2), "no-such-seat" } }))
            .ShouldBe(200);

        Assert.Equal(Label, $"{taken["labels"]![Seat]!["label"]}");
        Assert.Empty(unknown["labels"]!.AsObject());
        Assert.Equal(Label, $"{blocked["labels"]![Seat]!["label"]}");
        Assert.Equal(
            [Halls.Seat("Block D", 6, 2), Halls.Seat("Block D", 6, 10)], Texts(blocked["done"]!));
        Assert.Equal(3, blocked["labels"]!.AsObject().Count);
    }

    [Fact]
    public async Task Seats_are_in_the_plans_order_in_every_answer()
    {
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms["plan"] = TestPlan.Create(seatsPerRow: 12));
        var fan = await sale.FanWithAsync(points: 1_000);
        string[] seats = [TestPlan.Seat(1, 9), TestPlan.Seat(1, 10), TestPlan.Seat(1, 11)];

        var paid = await Purchase.MakeAsync(sale, fan, [.. seats.Reverse()]);

        Assert.Equal(seats, Seats(paid.Payment["reservation"]!["seats"]!));
        Assert.Equal(seats, Seats(paid.Tickets));
        Assert.Equal(seats, Seats((await fan.GetAsync(paid.Path)).ShouldBe(200)["seats"]!));
        Assert.Equal(seats, Seats((await fan.GetAsync("/reservations")).ShouldBe(200)["items"]![0]!["seats"]!));
        Assert.Equal(seats, Seats((await fan.GetAsync("/tickets")).ShouldBe(200)["items"]!));
        Assert.Equal(seats, Texts((await sale.ReserveAsync(fan, "again", [.. seats.Reverse()]))
            .ShouldBeProblem(409, "seats-taken")["seats"]!));
        var map = await Wait.For(
            () => fan.GetAsync($"/schedules/{sale.ScheduleId}/seats"),
            answer => Texts(answer.Json["sold"]!).Length == 3);
        Assert.Equal(seats, Texts(map.Json["sold"]!));
    }

    [Fact]
    public async Task Near_a_field_that_nothing_names_the_best_seats_are_beside_it()
    {
        var sale = await HallAsync();
        var fan = await sale.FanWithAsync(points: 0);

        var best = (await fan.PostAsync(
            "/reservations", new { scheduleId = sale.ScheduleId, category = Halls.Second, quantity = 2 }, "two"))
            .ShouldBe(201)["seats"]!.AsArray();

        // A pair may be seated some rows further back, to leave no single seat.
        string[] beside = ["Block D 6", "Block D 7", "Block A 1", "Block A 2"];
        Assert.All(best, seat => Assert.Contains($"{seat!["block"]} {seat["row"]}", beside));
    }

    private static void AssertLabelled(JsonNode seat)
    {
        Assert.Equal(Seat, $"{seat["seat"]}");
        Assert.Equal(("Block D", "6", "9"), ($"{seat["block"]}", $"{seat["row"]}", $"{seat["seatNumber"]}"));
        Assert.Equal(Label, $"{seat["label"]}");
    }

    private Task<Sale> HallAsync(Action<JsonObject>? change = null) => Sale.OpenAsync(fixture.Server, terms =>
    {
        var plan = Halls.Create();
        change?.Invoke(plan);
        terms["plan"] = plan;
        terms["prices"] = new JsonObject { [Halls.First] = 20, [Halls.Second] = 10, [Halls.Vip] = 50 };
    });

    private static string[] Seats(JsonNode items) => [.. items.AsArray().Select(item => $"{item!["seat"]}")];

    private static string[] Texts(JsonNode items) => [.. items.AsArray().Select(item => $"{item}")];
}

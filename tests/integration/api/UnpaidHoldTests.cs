using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>Seats that a fan keeps from others without paying.</summary>
[Collection(ApiCollection.Name)]
public sealed class UnpaidHoldTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_fan_who_has_held_seats_for_long_without_paying_is_told_when_to_come_back()
    {
        var elsewhere = await Sale.OpenAsync(fixture.Server);
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var id = await elsewhere.ReservedAsync(fan, TestPlan.Seat(1, 1));
        // Holds of this schedule last 300 s: five of them ran out.
        await fixture.Database.ExecuteAsync(
            """
            with held as (
                insert into reservations (id, schedule_id, user_id, amount, request_hash, created_at, status,
                    expires_at, hold_extended, updated_at, version)
                select gen_random_uuid(), $2, user_id, amount, 'old', now() - interval '1500 seconds', 4, now(), false,
                    now(), 2
                from reservations where id = $1
                returning id, user_id, amount)
            insert into payments (reservation_id, user_id, amount, status, version)
            select id, user_id, amount, 3, 2 from held
            """,
            id,
            sale.ScheduleId);

        var refused = await sale.ReserveAsync(fan, "again", TestPlan.Seat(1, 1));

        refused.ShouldBeProblem(429, "too-many-unpaid-holds");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await sale.ReservedAsync(await sale.FanWithAsync(points: 0), TestPlan.Seat(1, 1));
        await elsewhere.ReservedAsync(fan, TestPlan.Seat(1, 2));
    }

    [Fact]
    public async Task A_refused_payment_lengthens_no_hold()
    {
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms["holdSeconds"] = 30);
        var fan = await sale.FanWithAsync(points: 0);
        var held = (await sale.ReserveAsync(fan, "held", TestPlan.Seat(1, 1))).ShouldBe(201);
        var path = $"/reservations/{held["id"]}";

        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await fan.PostAsync($"{path}/payment", null)).ShouldBeProblem(402, "insufficient-balance");
            var after = await Wait.For(
                () => fan.GetAsync(path), answer => $"{answer.ShouldBe(200)["status"]}" == "Pending");
            Assert.Equal(Deadline(held), Deadline(after.Json), TimeSpan.FromMilliseconds(1));
        }
    }

    private static DateTimeOffset Deadline(JsonNode reservation) =>
        reservation["expiresAt"]!.GetValue<DateTimeOffset>();
}

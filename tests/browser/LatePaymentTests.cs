using System.Net;
using Microsoft.Playwright;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Pages;

/// <summary>
/// Payments that arrive after the hold has ended, and after others have taken the seats: the server dies while it pays,
/// and is away for longer than the hold lasts.
/// </summary>
public sealed class LatePaymentTests(Site site) : PageTest(site)
{
    [Fact]
    public async Task Of_two_fans_who_are_offered_other_seats_one_takes_them_and_the_other_gets_the_money_back()
    {
        var sale = await PageSale.OpenAsync(Site);
        var (accepting, declining) = (await OpenAsync(), await OpenAsync(DeviceKind.KoreanPhone));
        Device[] fans = [accepting, declining];
        foreach (var fan in fans)
        {
            await fan.SignUpAsync(Steps.NewEmail(), sale.Seats);
            await fan.HoldBestAsync(sale);
            await fan.ChargeAsync();
        }

        await using (await HeldUpDebits.BeginAsync(Site.Database))
        {
            foreach (var fan in fans)
            {
                await fan.PressAsync(fan.Page.Locator("#pay"));
                await fan.SeeAsync("paying", fan.Page.Locator(".hold-status.paying"));
            }

            await Site.KillAndRestartAsync(() => EndHoldsAsync(sale));
            foreach (var fan in fans)
                await fan.SeeAsync("a payment that is late", fan.Page.Locator(".hold-status.late"));
            await TakeSeatsAsync(sale, fans);
        }

        foreach (var fan in fans)
            await fan.SeeAsync("offered", fan.Page.Locator(".hold-status.offered"));
        await accepting.Page.ReloadAsync();
        await accepting.PressAsync("hold.accept");
        await accepting.SeeAsync("an accepted offer", accepting.Page.Locator(".hold-status.confirmed"));
        await accepting.SeeTicketsAsync(2);

        await declining.PressAsync("hold.decline");
        var question = declining.Page.GetByRole(AriaRole.Dialog);
        await declining.SeeAsync("asked whether to decline", question);
        await declining.PressAsync(question.GetByRole(
            AriaRole.Button, new() { NameRegex = declining.Says("hold.decline") }));
        await declining.SeeAsync("a declined offer", declining.Page.Locator(".hold-status.refunded"));
        await declining.GoAsync("/account");
        await declining.SeeAsync("money that is back", declining.Words("account.kind.Refund"));
    }

    /// <summary>What a server finds that comes back after the time.</summary>
    private Task EndHoldsAsync(PageSale sale) => Site.Database.ExecuteAsync(
        "update reservations set expires_at = now() - interval '1 second' where schedule_id = $1", sale.Schedule);

    /// <summary>Another fan takes the seats that these fans had.</summary>
    private async Task TakeSeatsAsync(PageSale sale, IEnumerable<Device> fans)
    {
        var other = await Site.FanAsync(Steps.NewEmail());
        foreach (var reservation in fans.Select(fan => fan.Page.Url.Split('/').Last()))
        {
            var seats = await Site.Database.ScalarAsync<string[]>(
                "select array_agg(seat_id) from reservation_seats where reservation_id = $1", Guid.Parse(reservation));
            var (status, body) = await other.SendAsync(
                HttpMethod.Post, "reservations", new { scheduleId = sale.Schedule, seats }, $"{Guid.NewGuid()}");
            Assert.True(status == HttpStatusCode.Created, $"{status}: {body}");
        }
    }

    /// <summary>While it lasts, the database lets no money move.</summary>
    private sealed class HeldUpDebits(PostgresDatabase database) : IAsyncDisposable
    {
        public static async Task<HeldUpDebits> BeginAsync(PostgresDatabase database)
        {
            // A failed serialization is what commits meet in real life, and try again.
            await database.ExecuteAsync(
                """
                create function hold_up() returns trigger language plpgsql as $$
                begin
                    raise exception 'debits are held up' using errcode = 'serialization_failure';
                end $$;
                create trigger hold_up before insert on ledger for each row execute function hold_up();
                """);
            return new HeldUpDebits(database);
        }

        public async ValueTask DisposeAsync() =>
            await database.ExecuteAsync("drop trigger hold_up on ledger; drop function hold_up();");
    }
}

using System.Text.Json;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>A fan's list from a read model that is behind, completed from the tables.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadModelListTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int StalenessSeconds = 5;
    private const int Renewals = 3;

    private readonly Dictionary<Guid, PaymentRow> payments = [];
    private PostgresDatabase database = null!;
    private ReadsHost host = null!;
    private ITicketStore store = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        store = database.OpenStore();
        host = await ReadsHost.StartAsync(
            database.ConnectionString, ("Store:MaxStalenessSeconds", StalenessSeconds));
        await Wait.Until(() => host.Database.Model is not null, "the read model is read");
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task However_far_the_model_is_behind_the_list_is_that_of_the_tables(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5; round++)
        {
            var user = Guid.NewGuid();
            for (var made = random.Next(12); made > 0; made--)
                await ReserveAsync(user, random);
            var expected = await ExpectedAsync(user);

            foreach (var pageSize in new[] { 1, 2, 3, 5, 20 })
                Assert.Equal(expected, (await host.ListAsync(user, pageSize)).Select(Text));
            Assert.NotNull(host.Database.Model);
        }
    }

    [Fact]
    public async Task The_list_is_read_from_the_model()
    {
        var user = Guid.NewGuid();
        var old = DateTimeOffset.UtcNow.AddDays(-1);
        var row = Example.Reservation(Guid.NewGuid(), 1, 2) with { UserId = user, CreatedAt = old, UpdatedAt = old };
        await store.CommitAsync(new Commit { Details = [DetailsOf(row)] });

        var view = Assert.Single(await host.ListAsync(user));

        Assert.Equal((row.Id, row.Amount, 2), (view.Id, view.Amount, view.Seats.Length));
    }

    [Fact]
    public async Task While_events_wait_longer_than_the_bound_the_list_comes_from_the_tables()
    {
        var user = Guid.NewGuid();
        var old = DateTimeOffset.UtcNow.AddDays(-1);
        var row = Example.Reservation(Guid.NewGuid(), 1) with { UserId = user, CreatedAt = old, UpdatedAt = old };
        await store.CommitAsync(new Commit { Reservations = [row], Payments = [Example.Payment(row)] });
        Assert.Empty(await host.ListAsync(user)); // not in the model, and too old to be looked up in the tables
        var waiting = Example.Event("a key") with { OccurredAt = DateTimeOffset.UtcNow.AddMinutes(-1) };
        await store.CommitAsync(new Commit { Events = [waiting] });

        await Wait.Until(() => host.Database.Model is null, "the read model is not read");
        Assert.Equal(row.Id, Assert.Single(await host.ListAsync(user)).Id);
        await database.ExecuteAsync("delete from outbox");
        await Wait.Until(() => host.Database.Model is not null, "the read model is read again");

        Assert.Equal(
            ["Lists come from the primary's tables, because the read model is too far behind",
                "Lists come from the read model"],
            host.Log.Messages.Where(line => line.Contains("Lists come")));
    }

    /// <summary>Writes a reservation with a few versions, and one of them to the model, as old as is allowed.</summary>
    private async Task ReserveAsync(Guid user, Random random)
    {
        var now = DateTimeOffset.UtcNow;
        // Few distinct times, so that some reservations are created at the same.
        var created = now.AddSeconds(-random.Next(0, 120)).AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        var row = Example.Reservation(Guid.NewGuid(), 1, 2) with
        {
            UserId = user,
            CreatedAt = created,
            UpdatedAt = created,
            RenewalsAllowed = Renewals,
            Renewals = ["a-renewal"],
        };
        var payment = Example.Payment(row);
        DetailsRow? known = null;
        for (var version = 1; version <= 4; version++)
        {
            row = row with { Status = (ReservationStatus)version, Reason = $"version {version}", Version = version };
            payment = payment with { Status = (PaymentStatus)version, Version = version, Charged = 1_000 * version };
            await store.CommitAsync(new Commit { Reservations = [row], Payments = [payment] });
            // A model of an older release does not say what was charged.
            if (row.UpdatedAt < now.AddSeconds(-StalenessSeconds) || random.Next(2) == 0)
                known = DetailsOf(row, payment, random.Next(2) == 0 ? payment.Charged : null);
            var next = row.UpdatedAt.AddSeconds(random.Next(1, 60));
            if (next > now || random.Next(4) == 0)
                break;
            row = row with { UpdatedAt = next };
        }

        payments[row.Id] = payment;
        if (known is not null)
            await store.CommitAsync(new Commit { Details = [known] });
    }

    private static DetailsRow DetailsOf(ReservationRow row, PaymentRow? payment = null, long? charged = null) => new(
        row.Id,
        new ReservationFacet(
            row.ScheduleId, row.UserId, row.Status, row.Seats, row.Amount, row.CreatedAt, row.ExpiresAt, row.Reason,
            row.Version),
        new PaymentFacet(payment?.Status ?? PaymentStatus.Pending, payment?.Version ?? 1, charged));

    private async Task<IReadOnlyList<string>> ExpectedAsync(Guid user)
    {
        var rows = await ModelRows.ReadAsync(database.ConnectionString, ModelRows.FromTables);
        return [.. rows
            .Where(row => row.Reservation!.UserId == user)
            .OrderByDescending(row => row.Reservation!.CreatedAt)
            .ThenByDescending(row => row.ReservationId)
            .Select(row =>
            {
                var money = ReservationMoney.Of(payments[row.ReservationId]);
                return Text(new ReservationView(
                    row.ReservationId, row.Reservation!.ScheduleId, row.Reservation.Status, row.Payment!.Status,
                    row.Reservation.Seats, row.Reservation.Amount, row.Reservation.CreatedAt,
                    row.Reservation.ExpiresAt, row.Reservation.Reason, money.Discount, money.Paid, money.Refunded)
                {
                    RenewalsLeft = RenewalRules.Left(row.Reservation.Status, row.Payment.Status, Renewals, made: 1),
                });
            })];
    }

    private static string Text(ReservationView view) => JsonSerializer.Serialize(view);
}

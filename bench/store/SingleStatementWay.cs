using Npgsql;

namespace Ticketing.Bench.Store;

/// <summary>A whole reservation in one hand-tuned statement: one round trip and one transaction each.</summary>
internal sealed class SingleStatementWay : IWay
{
    private const string Sql = """
        with seat as (
            update seats set status = 1, reservation_id = $4, version = $3 + 1
            where schedule_id = $1 and seat_id = $2 and version = $3
            returning seat_id),
        reservation as (
            insert into reservations (id, schedule_id, user_id, amount, request_hash, created_at, status, expires_at,
                hold_extended, reason, updated_at, version)
            select $4, $1, $5, $6, $7, $8, 0, $9, false, null, $8, 1 from seat),
        reservation_seat as (
            insert into reservation_seats (reservation_id, ordinal, schedule_id, seat_id, category, price)
            select $4, 0, $1, $2, $10, $6 from seat),
        payment as (
            insert into payments (reservation_id, user_id, amount, status, version) select $4, $5, $6, 0, 1 from seat),
        event as (
            insert into outbox (shard, event_id, topic, key, payload, traceparent, occurred_at)
            select 0, $11, $12, $13, $14, null, $8 from seat)
        select count(*) from seat
        """;

    private readonly NpgsqlConnection[] connections;

    private SingleStatementWay(NpgsqlConnection[] connections) => this.connections = connections;

    public string Name => "one statement each";

    public int Callers => connections.Length;

    public static async Task<SingleStatementWay> StartAsync(NpgsqlDataSource dataSource, int clients) =>
        new(await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => dataSource.OpenConnectionAsync().AsTask())));

    public async Task ReserveAsync(int caller, Purchase purchase)
    {
        await using var command = new NpgsqlCommand(Sql, connections[caller]);
        foreach (var value in (object[])
        [
            StoreHouse.ScheduleId, purchase.SeatId, purchase.SeatVersion, purchase.ReservationId, purchase.UserId,
            Purchase.Price, Purchase.RequestHash, purchase.Now, purchase.ExpiresAt, Purchase.Category,
            Guid.CreateVersion7(), Purchase.Topic, purchase.Key, purchase.Payload,
        ])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        if (await command.ExecuteScalarAsync() is not 1L)
            throw new InvalidOperationException($"Seat {purchase.SeatId} is not as expected.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }
}

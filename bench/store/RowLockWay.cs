using Npgsql;

namespace Ticketing.Bench.Store;

/// <summary>
/// The classical transaction: begin; lock the seat; change it; reservation, its seat and payment; outbox; commit. Six
/// round trips of prepared statements, and one connection for each client.
/// </summary>
internal sealed class RowLockWay : IWay
{
    private const short Held = 1;

    private readonly NpgsqlConnection[] connections;

    private RowLockWay(NpgsqlConnection[] connections) => this.connections = connections;

    public string Name => "row lock, 6 round trips";

    public int Callers => connections.Length;

    public static async Task<RowLockWay> StartAsync(NpgsqlDataSource dataSource, int clients) =>
        new(await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => dataSource.OpenConnectionAsync().AsTask())));

    public async Task ReserveAsync(int caller, Purchase purchase)
    {
        var connection = connections[caller];
        await ExecuteAsync(connection, "begin");
        await using (var select = new NpgsqlCommand(
            "select version from seats where schedule_id = $1 and seat_id = $2 for update", connection))
        {
            Add(select.Parameters, StoreHouse.ScheduleId, purchase.SeatId);
            if (await select.ExecuteScalarAsync() is not long version || version != purchase.SeatVersion)
                throw new InvalidOperationException($"Seat {purchase.SeatId} is not as expected.");
        }

        await ExecuteAsync(
            connection,
            """
            update seats set status = $3, reservation_id = $4, version = version + 1
            where schedule_id = $1 and seat_id = $2
            """,
            StoreHouse.ScheduleId, purchase.SeatId, Held, purchase.ReservationId);
        await InsertAsync(connection, purchase);
        await ExecuteAsync(
            connection,
            """
            insert into outbox (shard, event_id, topic, key, payload, traceparent, occurred_at)
            values (0, $1, $2, $3, $4, null, $5)
            """,
            Guid.CreateVersion7(), Purchase.Topic, purchase.Key, purchase.Payload, purchase.Now);
        await ExecuteAsync(connection, "commit");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    private static async Task InsertAsync(NpgsqlConnection connection, Purchase purchase)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddTo(
            batch,
            """
            insert into reservations (id, schedule_id, user_id, amount, request_hash, created_at, status, expires_at,
                hold_extended, reason, updated_at, version) values ($1, $2, $3, $4, $5, $6, 0, $7, false, null, $6, 1)
            """,
            purchase.ReservationId, StoreHouse.ScheduleId, purchase.UserId, Purchase.Price, Purchase.RequestHash,
            purchase.Now, purchase.ExpiresAt);
        AddTo(
            batch,
            """
            insert into reservation_seats (reservation_id, ordinal, schedule_id, seat_id, category, price)
            values ($1, 0, $2, $3, $4, $5)
            """,
            purchase.ReservationId, StoreHouse.ScheduleId, purchase.SeatId, Purchase.Category, Purchase.Price);
        AddTo(
            batch,
            "insert into payments (reservation_id, user_id, amount, status, version) values ($1, $2, $3, 0, 1)",
            purchase.ReservationId, purchase.UserId, Purchase.Price);
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        Add(command.Parameters, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static void AddTo(NpgsqlBatch batch, string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        Add(command.Parameters, parameters);
        batch.BatchCommands.Add(command);
    }

    private static void Add(NpgsqlParameterCollection collection, params object[] parameters)
    {
        foreach (var parameter in parameters)
            collection.Add(new NpgsqlParameter { Value = parameter });
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class QueuePlanTests(PostgresFixture postgres)
{
    private const int Uses = 12; // Postgres keeps a plan from the sixth use on
    private const int Connections = 8;

    [Fact]
    public async Task No_plan_from_when_the_queue_was_short_is_kept()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.SeedAsync(Example.Terms, []);
        var options = new StoreOptions { ConnectionString = database.ConnectionString, PoolSize = Connections };
        await using var dataSource = StoreDataSource.Create(options);
        await using var store = new PostgresTicketStore(
            dataSource, Options.Create(options), new StoreMeters(), TimeProvider.System,
            NullLogger<PostgresTicketStore>.Instance);

        var place = Example.Place(1);
        for (var use = 1; use <= Uses; use++)
        {
            await store.CommitAsync(new Commit { Places = [place with { Version = use }] });
            await store.LoadQueueAsync(Example.Schedule);
            await store.LoadPlacesAsync(Example.Schedule, [place.UserId]);
            await store.LoadPlacesByNumberAsync(Example.Schedule, [1]);
            await store.FindDueQueuesAsync(Example.Now, 10);
        }

        var (kept, anew) = await PlansAsync(dataSource);
        Assert.Equal(0, kept);
        Assert.InRange(anew, 5 * Uses, 6 * Uses);
    }

    /// <summary>
    /// Counts kept and new plans of the statements that look for places, in all sessions of the pool.
    /// </summary>
    private static async Task<(long Kept, long Anew)> PlansAsync(NpgsqlDataSource dataSource)
    {
        var (kept, anew) = (0L, 0L);
        var connections = new List<NpgsqlConnection>();
        for (var session = 0; session < Connections; session++)
        {
            connections.Add(await dataSource.OpenConnectionAsync());
            await using var command = new NpgsqlCommand(
                """
                select coalesce(sum(generic_plans), 0)::bigint, coalesce(sum(custom_plans), 0)::bigint
                from pg_prepared_statements
                where statement ~ '(from|update|join) queue_places' and statement !~ 'pg_prepared_statements'
                """,
                connections[^1]);
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            (kept, anew) = (kept + row.GetInt64(0), anew + row.GetInt64(1));
        }

        foreach (var connection in connections)
            await connection.DisposeAsync();
        return (kept, anew);
    }
}

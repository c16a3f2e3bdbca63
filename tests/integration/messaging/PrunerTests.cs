using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Messaging;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Messaging;

/// <summary>The records about events do not grow for ever.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PrunerTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_was_consumed_or_replayed_long_ago_is_forgotten_and_nothing_else()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(
            """
            insert into consumed
            select 'group', gen_random_uuid(), now() - interval '1 day' * (n % 4)
            from generate_series(1, $1) n
            """, 4 * Pruner.BatchSize);
        await database.ExecuteAsync(
            """
            insert into dead_letters
            select gen_random_uuid(), 'group', 'topic', 'key', '{}', null, at, 'error', '[]', at, replayed
            from (values (now() - interval '9 days', now() - interval '8 days'),
                (now() - interval '9 days', now()), (now() - interval '9 days', null)) l (at, replayed)
            """);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        using var pruner = new Pruner(
            source, Options.Create(new EventOptions { ConsumedDays = 2 }), TimeProvider.System,
            NullLogger<Pruner>.Instance);

        Assert.Equal(2 * Pruner.BatchSize + 1, await pruner.PruneAsync(CancellationToken.None));
        Assert.Equal(2 * Pruner.BatchSize, await database.ScalarAsync<int>("select count(*)::int from consumed"));
        Assert.Equal(2, await database.ScalarAsync<int>("select count(*)::int from dead_letters"));
        Assert.Equal(0, await pruner.PruneAsync(CancellationToken.None));
    }
}

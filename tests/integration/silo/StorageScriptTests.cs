using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;
using Ticketing.Silo;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>Orleans' own storage with the script of deploy/postgres.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StorageScriptTests(PostgresFixture postgres)
{
    private const int Keys = 1_000;
    private const int WritersOfOneKey = 8;

    // Writes share eight connections, and wait for one for five seconds at most.
    private const int KeysAtOnce = 50;

    [Fact]
    public async Task Of_many_who_write_a_first_version_one_succeeds()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await StartAsync(database.ConnectionString);
        var storage = StorageOf(cluster);

        var successes = new List<int>();
        foreach (var keys in Enumerable.Range(0, Keys).Select(KeyOf).Chunk(KeysAtOnce))
            successes.AddRange(await Task.WhenAll(keys.Select(async key =>
                (await Task.WhenAll(Enumerable.Range(0, WritersOfOneKey).Select(
                    writer => TryWriteAsync(storage, key, writer)))).Count(written => written))));

        Assert.Equal(Keys, successes.Count);
        Assert.All(successes, count => Assert.Equal(1, count));
        Assert.Equal(Keys, await database.ScalarAsync<long>("select count(*) from orleans_storage"));
        Assert.Equal(1, await database.ScalarAsync<int>("select max(version) from orleans_storage"));
    }

    [Theory]
    [InlineData("cafe", "CAFE")]
    [InlineData("10", "010")]
    [InlineData("10+a", "010+a")]
    [InlineData("0197a000-0000-7000-8000-00000000000c", "0197a00000007000800000000000000c")]
    public async Task Two_keys_are_two_states(string one, string other)
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await StartAsync(database.ConnectionString);
        var storage = StorageOf(cluster);

        Assert.True(await TryWriteAsync(storage, one, 1));
        var read = new GrainState<Kept>();
        await storage.ReadStateAsync("number", GrainId.Create("keeper", other), read);

        Assert.False(read.RecordExists);
    }

    [Fact]
    public async Task A_state_is_written_read_cleared_and_written_again()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await StartAsync(database.ConnectionString);
        var (storage, id) = (StorageOf(cluster), GrainId.Create("keeper", "a"));

        var mine = new GrainState<Kept>(new Kept { Number = 1 });
        await storage.WriteStateAsync("number", id, mine);
        mine.State!.Number = 2;
        await storage.WriteStateAsync("number", id, mine);
        var read = new GrainState<Kept>();
        await storage.ReadStateAsync("number", id, read);
        Assert.Equal((2, "2", true), (read.State!.Number, read.ETag, read.RecordExists));

        var stale = new GrainState<Kept>(new Kept { Number = 9 }, "1");
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("number", id, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("number", id, stale));
        await storage.ClearStateAsync("number", id, read);
        Assert.False(read.RecordExists);
        read.State = new Kept { Number = 3 };
        await storage.WriteStateAsync("number", id, read);
        Assert.Equal("4", read.ETag);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("number", id, mine));
    }

    // Half of the keys look like most grain keys, the other half like numbers.
    private static string KeyOf(int number) => number % 2 == 0 ? $"{Guid.NewGuid():D}" : $"{number}";

    private static async Task<bool> TryWriteAsync(IGrainStorage storage, string key, int number)
    {
        var state = new GrainState<Kept>(new Kept { Number = number });
        try
        {
            await storage.WriteStateAsync("number", GrainId.Create("keeper", key), state);
            Assert.Equal("1", state.ETag);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private static async Task<InProcessTestCluster> StartAsync(string connectionString)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Options.Create(new StoreOptions { ConnectionString = connectionString }));
            silo.ConfigureTicketing(new ClusterSettings());
            silo.Configure<LoadSheddingOptions>(shedding => shedding.LoadSheddingEnabled = false);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private static IGrainStorage StorageOf(InProcessTestCluster cluster) => cluster.GetSiloServiceProvider()
        .GetRequiredKeyedService<IGrainStorage>(StoreServices.DefaultGrainStorage);

    /// <summary>The state of a grain as Orleans' storage keeps it.</summary>
    [GenerateSerializer]
    [Alias("Ticketing.Tests.Kept")]
    public sealed class Kept
    {
        [Id(0)]
        public int Number { get; set; }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class StoreServicesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_host_has_its_schema_before_anything_else_starts()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var builder = Builder(("ConnectionString", database.ConnectionString));
        builder.Services.AddHostedService<Probe>();
        builder.AddTicketingStore();
        using var host = builder.Build();

        await host.StartAsync();

        Assert.True(await database.ScalarAsync<bool>("select to_regclass('seats') is not null"));
        await host.StopAsync();
    }

    [Theory]
    [InlineData("ConnectionString", "", "ConnectionString is missing")]
    [InlineData("ConnectionString", "Hostess=x", "ConnectionString cannot be read")]
    [InlineData("Writers", "0", "Writers is 0; it must be between 1 and 64")]
    [InlineData("PoolSize", "2", "PoolSize (2) must exceed Writers (2)")]
    public async Task A_wrong_option_is_said_at_the_start(string field, string value, string complaint)
    {
        var builder = Builder(("ConnectionString", "Host=127.0.0.1;Port=1"), (field, value));
        builder.AddTicketingStore();
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains($"Ticketing:Store:{complaint}", exception.Message);
    }

    [Fact]
    public void Shards_of_stored_events_never_change()
    {
        Assert.Equal(5, OutboxShard.Of(""));
        Assert.All(Enumerable.Range(0, 1_000), number => Assert.InRange(OutboxShard.Of($"{number}"), 0, 15));
        Assert.Equal(16, Enumerable.Range(0, 1_000).Select(number => OutboxShard.Of($"{number}")).Distinct().Count());
    }

    private static HostApplicationBuilder Builder(params (string Field, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        foreach (var (field, value) in settings)
            builder.Configuration[$"{StoreOptions.Section}:{field}"] = value;
        return builder;
    }

    private sealed class Probe(ITicketStore store) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) =>
            Assert.Null(await store.LoadBalanceAsync(new(Guid.NewGuid())));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class InstallationCurrencyTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_first_process_writes_the_currency_and_those_with_the_same_one_start()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync(database, "EUR")));

        Assert.Equal("EUR", await database.ScalarAsync<string>("select currency from installation"));
    }

    [Fact]
    public async Task It_may_be_changed_while_there_is_no_money()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await StartAsync(database, "KRW");

        await StartAsync(database, "EUR");

        Assert.Equal("EUR", await database.ScalarAsync<string>("select currency from installation"));
    }

    [Theory]
    [InlineData("insert into balances values (gen_random_uuid(), 5, 1)")]
    [InlineData("insert into currency_balances values (gen_random_uuid(), 'USD', 5, 1)")]
    [InlineData("insert into coupons values ('HALF', 1, 50, now(), now(), 1, 1, 0, 0, 1)")]
    public async Task With_money_a_process_of_another_currency_does_not_start(string money)
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await StartAsync(database, "KRW");
        await database.ExecuteAsync(money);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(database, "EUR"));

        Assert.Contains("DefaultCurrency is EUR", refused.Message);
        Assert.Contains("Set it to KRW", refused.Message);
        await StartAsync(database, "KRW");
    }

    [Theory]
    [InlineData("DefaultCurrency", "won", "is not a currency")]
    [InlineData("DefaultTimeZone", "Seoul", "is not a time zone")]
    public async Task A_wrong_default_is_reported_at_the_start(string setting, string value, string complaint)
    {
        using var host = Build("Host=127.0.0.1;Port=1", (setting, value));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains($"Ticketing:Sales:{setting} '{value}' {complaint}", refused.Message);
    }

    private static async Task StartAsync(PostgresDatabase database, string currency)
    {
        using var host = Build(database.ConnectionString, ("DefaultCurrency", currency));
        await host.StartAsync();
        await host.StopAsync();
    }

    private static IHost Build(string connectionString, (string Name, string Value) setting)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration[$"{StoreOptions.Section}:ConnectionString"] = connectionString;
        builder.Configuration[$"{SalesOptions.Section}:{setting.Name}"] = setting.Value;
        builder.AddTicketingStore();
        return builder.Build();
    }
}

using System.Reflection;
using Ticketing.Tests.Api;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Ticketing.Tests.Telemetry;

namespace Ticketing.Tests.Orleans;

/// <summary>What a process on the real Orleans tells beside what it tells on the embedded host.</summary>
[Collection(PostgresCollection.Name)]
public sealed class MetricsTests(PostgresFixture postgres)
{
    // Told of only once it has happened.
    private static readonly string[] Accidents =
    [
        "orleans_app_requests_timedout_total", "orleans_messaging_rejected_total", "orleans_messaging_expired_total",
        "orleans_gateway_load_shedding_total",
    ];

    [Fact]
    public async Task What_boards_and_rules_ask_of_Orleans_is_told()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await using var api = await ApiServer.StartAsync(database.ConnectionString);
        using var http = Browser.Connect(api.Address);
        await SoldProcess.SellAsync(http);

        var told = Scrape.Read(await http.GetStringAsync(new Uri(api.Address, "/metrics"))).Names;
        var asked = AskedMetrics.All().Where(name => name.StartsWith("orleans_", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(told).Except(Accidents));
        Assert.Empty(Accidents.Except(Instruments().Select(name => $"{name.Replace('-', '_')}_total")));
    }

    /// <summary>All that Orleans has.</summary>
    private static IEnumerable<string> Instruments() => typeof(SiloAddress).Assembly.GetReferencedAssemblies()
        .Append(typeof(ClientBuilder).Assembly.GetName())
        .Select(Assembly.Load)
        .Select(assembly => assembly.GetType("Orleans.Runtime.InstrumentNames"))
        .OfType<Type>()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(field => field.IsLiteral)
        .Select(field => (string)field.GetRawConstantValue()!);
}

using System.Globalization;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// Upgrades a cluster from an older build to this one during purchases, over one database: first the silos one by one,
/// then the api processes.
/// </summary>
[Collection(PostgresCollection.Name), Trait("Category", "Long")]
public sealed class RollingUpgradeTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Silos = 3;
    private const int Apis = 2;
    private const double FansPerSecond = 2;
    private const int PaymentsBefore = 8;

    /// <summary>Time between two steps, in which both releases serve purchases.</summary>
    private static readonly TimeSpan Mixed = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A load balancer sends nothing new to a process that it removes, but waits for outstanding answers.
    /// </summary>
    private static readonly TimeSpan DoorCloses = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task An_older_release_is_replaced_process_by_process_and_no_purchase_is_lost()
    {
        var older = await Release.OlderAsync();
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        // Migrations run first: the older build works on the schema of this release.
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await using var cluster = await ClusterRun.StartAsync(database.ConnectionString, Silos, Apis, release: older);
        var doors = new Doors();
        foreach (var api in cluster.Apis) doors.Open(api.Address);
        await using var purchases = await SteadyPurchases.StartAsync(doors.Connect(), FansPerSecond);
        await purchases.UntilQuickAsync(PaymentsBefore);
        var log = purchases.Log;
        var (begin, load) = (log.Now, new MachineLoad());

        foreach (var silo in cluster.Silos.Take(Silos).ToArray())
        {
            await cluster.AddSiloAsync(Release.Current);
            await Task.Delay(Mixed);
            await silo.StopAsync();
        }

        var silosDone = log.Now;
        foreach (var api in cluster.Apis.Take(Apis).ToArray())
        {
            doors.Open((await cluster.AddApiAsync(Release.Current)).Address);
            await Task.Delay(Mixed);
            doors.Close(api.Address);
            await Task.Delay(DoorCloses);
            await api.StopAsync();
        }

        await Task.Delay(Mixed);
        await purchases.StopAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"from {older.Name} to {Release.Current.Name}: {log.Count(begin, log.Now)} requests, "
            + $"{log.Unserved(begin)} unserved, longest call {log.Longest(begin, log.Now).TotalSeconds:0.00} s, "
            + $"longest payment {purchases.LongestPayment(begin).TotalSeconds:0.00} s; silos took "
            + $"{(silosDone - begin).TotalSeconds:0} s, api processes {(log.Now - silosDone).TotalSeconds:0} s; "
            + $"processors {load.BusyPercent:0} % busy"));
        var sold = await PurchaseBooks.AssertKeptAsync(database.ConnectionString, purchases.Fans);
        output.WriteLine($"{sold} purchases, all kept");
        Assert.Equal(0, log.Unserved(begin));
        Assert.True(sold > PaymentsBefore);
    }
}

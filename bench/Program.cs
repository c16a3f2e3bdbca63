using Ticketing.Bench;
using Ticketing.Bench.Cluster;
using Ticketing.Bench.Contention;
using Ticketing.Bench.Events;
using Ticketing.Bench.Hosts;
using Ticketing.Bench.Pages;
using Ticketing.Bench.Purchases;
using Ticketing.Bench.Queue;
using Ticketing.Bench.Replication;
using Ticketing.Bench.Store;
using Ticketing.Bench.Tls;

switch (args)
{
    case ["host"]:
        await HostBench.RunAsync();
        return 0;
    case ["store"]:
        await StoreBench.RunAsync();
        return 0;
    case ["replication"]:
        await ReplicationBench.RunAsync();
        return 0;
    case ["contention"]:
        await ContentionBench.RunAsync();
        return 0;
    case ["events", var brokers]:
        await EventsBench.RunAsync(brokers);
        return 0;
    case ["cluster", var name, var address, var folder]:
        await ClusterBench.RunAsync(name, new Uri(address), folder);
        return 0;
    case ["purchase"]:
        await PurchaseBench.RunInProcessAsync();
        return 0;
    case ["purchase", var address]:
        await PurchaseBench.RunHttpAsync(new Uri(address));
        return 0;
    case ["pages", var address, var root]:
        await PagesBench.RunAsync(new Uri(address), root);
        return 0;
    case ["queue", var address, var folder]:
        await QueueBench.RunAsync(new Uri(address), folder);
        return 0;
    case ["tls", var folder]:
        await TlsBench.RunAsync(folder);
        return 0;
    case ["create-database", var name]:
        await BenchPostgres.Given().CreateDatabaseAsync(name);
        return 0;
    default:
        Console.Error.WriteLine("Start benches by bench/run NAME.");
        return 2;
}

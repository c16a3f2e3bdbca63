using System.Globalization;

namespace Ticketing.MockKafka;

/// <summary>
/// A Kafka to try with: librdkafka's mock cluster in a process of its own, which survives a crash of ours. Its first
/// output line is its address; it reads commands from standard input, answers each with a line, and ends at its end.
/// <code>
/// topic NAME PARTITIONS   makes a topic
/// listen PORT             opens that port too, so that clients find the next process like this one
/// down | up               takes the broker away, brings it back on the same port with its events
/// quit
/// </code>
/// It keeps everything in memory and drops what exceeds 5 MiB or 100,000 messages a partition.
/// </summary>
internal static class Program
{
    private static void Main()
    {
        var cluster = new MockCluster();
        Console.WriteLine(cluster.BootstrapServers);
        while (Console.ReadLine() is { } line && line != "quit")
            Console.WriteLine(Obey(cluster, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static string Obey(MockCluster cluster, string[] words) => words switch
    {
        ["topic", var name, var partitions] when int.TryParse(partitions, out var count) =>
            cluster.CreateTopic(name, count),
        ["listen", var port] when int.TryParse(port, out var number) => OpenDoor(cluster, number),
        ["down"] => cluster.TakeDown(),
        ["up"] => cluster.BringUp(),
        _ => "unknown command; there are: topic NAME PARTITIONS, listen PORT, down, up, quit",
    };

    private static string OpenDoor(MockCluster cluster, int port)
    {
        var broker = cluster.BootstrapServers.Split(':');
        return new Door(broker[0], int.Parse(broker[1], CultureInfo.InvariantCulture)).Open(port);
    }
}

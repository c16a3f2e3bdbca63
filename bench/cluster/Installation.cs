using System.Globalization;

namespace Ticketing.Bench.Cluster;

/// <summary>
/// The processes under load, found by the files NAME.pid and NAME.port of a folder: the messages they have sent, by
/// Orleans' own counters, and their memory.
/// </summary>
internal sealed class Installation(string folder)
{
    // Summed over labels. A message is counted where it is sent, so a call and its answer are two.
    private const string SentToOthers = "orleans_messaging_sent_messages_size_bytes_count";
    private const string SentWithin = "orleans_messaging_sent_local_total";

    private readonly string[] names =
    [
        .. Directory.GetFiles(folder, "*.port")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name.StartsWith("silo", StringComparison.Ordinal)
                || name.StartsWith("api", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Messages sent since the processes were started, to other processes and within one.</summary>
    public async Task<(double ToOthers, double Within)> CountMessagesAsync()
    {
        using var http = new HttpClient();
        var (toOthers, within) = (0d, 0d);
        foreach (var name in names)
        {
            var text = await http.GetStringAsync($"http://127.0.0.1:{Read(name, "port")}/metrics");
            toOthers += Sum(text, SentToOthers);
            within += Sum(text, SentWithin);
        }

        return (toOthers, within);
    }

    /// <summary>Resident memory of each process, in MiB.</summary>
    public IEnumerable<(string Name, double Mebibytes)> Memory() => names.Select(name =>
    {
        var line = File.ReadLines($"/proc/{Read(name, "pid")}/status").First(
            line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return (name, double.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture) / 1024);
    });

    // NAME{labels} value
    private static double Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal)
            && line[name.Length] is '{' or ' ')
        .Sum(line => double.Parse(
            line[(line.LastIndexOf('}') is var end and > 0 ? end + 2 : name.Length + 1)..].Split(' ')[0],
            CultureInfo.InvariantCulture));

    private string Read(string name, string extension) =>
        File.ReadAllText(Path.Combine(folder, $"{name}.{extension}")).Trim();
}

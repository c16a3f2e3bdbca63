using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Pages;

/// <summary>How much a page loads, for phones with bad reception.</summary>
public sealed class WeightTests(Site site) : PageTest(site)
{
    private const double MostBytes = 40_000;

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public async Task The_first_view_of_the_waiting_room_is_at_most_40_KB_with_headers(string language)
    {
        var sale = await PageSale.OpenAsync(Site, change: terms => terms["queue"] = new JsonObject
        {
            ["enabled"] = true, ["maxActive"] = 1, ["claimSeconds"] = 600,
        });
        var (first, email) = (await Site.FanAsync(Steps.NewEmail()), Steps.NewEmail());
        var second = await Site.FanAsync(email);
        foreach (var fan in new[] { first, second }) // the first one gets the only turn
            await fan.SendAsync(HttpMethod.Post, $"schedules/{sale.Schedule}/queue-tokens");
        // The fan signs in without a page, which would leave files in the browser's cache.
        var device = await OpenAsync(new DeviceKind(360, 740, language, HasTouch: true));
        var signedIn = await device.Context.APIRequest.PutAsync("/api/v1/session", new()
        {
            DataObject = new { email, password = Device.Password },
            Headers = new Dictionary<string, string> { ["Sec-Fetch-Site"] = "same-origin" },
        });
        Assert.True(signedIn.Ok);

        var transfers = await Transfers.BeginAsync(device);
        await device.GoAsync(sale.Room);
        await device.Words("room.waiting").WaitForAsync();
        await Wait.Until(
            () => transfers.HasEvent("place") && transfers.InFlight == 0, "the page has loaded everything");

        Assert.True(transfers.Bytes <= MostBytes, $"{transfers}");
        Assert.True(transfers.Count > 10, $"{transfers}"); // a page from the cache would be light, too
    }
}

/// <summary>The transfers of a device's page over the wire, with headers.</summary>
internal sealed class Transfers
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> open = [];
    private readonly Dictionary<string, double> loaded = [];
    private readonly HashSet<string> streams = [];
    private readonly HashSet<string> events = [];

    public int InFlight { get { lock (gate) return open.Count - streams.Count; } }

    public int Count { get { lock (gate) return loaded.Count; } }

    public double Bytes { get { lock (gate) return loaded.Values.Sum(); } }

    /// <summary>Whether the page's event stream has brought an event of this name.</summary>
    public bool HasEvent(string name)
    {
        lock (gate)
            return events.Contains(name);
    }

    public static async Task<Transfers> BeginAsync(Device device)
    {
        var transfers = new Transfers();
        var network = await device.Context.NewCDPSessionAsync(device.Page);
        network.Event("Network.requestWillBeSent").OnEvent += (_, sent) => transfers.Send(sent!.Value);
        network.Event("Network.loadingFinished").OnEvent += (_, end) => transfers.Finish(
            Id(end!.Value), end.Value.GetProperty("encodedDataLength").GetDouble());
        network.Event("Network.loadingFailed").OnEvent += (_, end) => transfers.Finish(Id(end!.Value), 0);
        // A stream never finishes.
        network.Event("Network.eventSourceMessageReceived").OnEvent += (_, message) => transfers.Hear(message!.Value);
        await network.SendAsync("Network.enable");
        return transfers;
    }

    public override string ToString()
    {
        lock (gate)
        {
            var lines = loaded.OrderByDescending(one => one.Value).Select(one => $"{one.Value,7:0} {one.Key}");
            return $"{loaded.Values.Sum():0} bytes in {loaded.Count} files\n{string.Join('\n', lines)}";
        }
    }

    private static string Id(JsonElement message) => message.GetProperty("requestId").GetString()!;

    private void Send(JsonElement sent)
    {
        lock (gate)
        {
            open[Id(sent)] = sent.GetProperty("request").GetProperty("url").GetString()!;
            if (sent.TryGetProperty("type", out var type) && type.GetString() == "EventSource")
                streams.Add(Id(sent));
        }
    }

    private void Hear(JsonElement message)
    {
        lock (gate)
        {
            events.Add(message.GetProperty("eventName").GetString()!);
            Add(Id(message), message.GetProperty("data").GetString()!.Length);
        }
    }

    private void Add(string id, double bytes) =>
        loaded[open[id]] = loaded.GetValueOrDefault(open[id]) + bytes;

    private void Finish(string id, double bytes)
    {
        lock (gate)
        {
            if (!open.TryGetValue(id, out _))
                return;
            Add(id, bytes);
            open.Remove(id);
            streams.Remove(id);
        }
    }
}

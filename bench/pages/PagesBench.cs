using Microsoft.Playwright;

namespace Ticketing.Bench.Pages;

/// <summary>
/// The fan's pages in headless Chromium against a server process: bytes of each first view, the map of the arena, and
/// the delay from a commit to the picture of it while others watch and buy.
/// </summary>
public static class PagesBench
{
    private const int Loads = 5;
    private const double Kilobyte = 1_000;

    /// <param name="address">The address of a server that runs on an empty database.</param>
    /// <param name="root">The checkout; its demo has the arena's plan.</param>
    public static async Task RunAsync(Uri address, string root)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox"], // a bench runs as root in a container
        });
        var sale = await PageSale.OpenAsync(address, Path.Combine(root, "deploy", "local", "demo", "arena.json"));

        await MeasureBytesAsync(browser, sale);
        await MeasurePlansAsync(sale);
        await MeasureMapAsync(browser, sale);
        await using (var page = await MapPage.OpenAsync(browser, sale))
        {
            var delays = await PictureDelays.MeasureAsync(page, sale);
            Console.WriteLine(
                $"commit to picture: p50 {Figures.Percentile(delays, 50):0} ms, "
                + $"p99 {Figures.Percentile(delays, 99):0} ms, most {delays.Max():0} ms, of {delays.Count:N0} seats");
            Figures.Print("pages.commit_to_picture_p50_ms", Figures.Percentile(delays, 50), "ms");
            Figures.Print("pages.commit_to_picture_p99_ms", Figures.Percentile(delays, 99), "ms");
            var heap = await page.HeapBytesAsync();
            Console.WriteLine($"heap after the sale: {heap / 1e6:0.0} MB with what its typed arrays hold");
            Figures.Print("pages.heap_mb", heap / 1e6, "MB");
        }
    }

    private static async Task MeasureBytesAsync(IBrowser browser, PageSale sale)
    {
        Console.WriteLine("first view, with an empty cache and without the service worker, over the wire");
        Console.WriteLine($"{"page",-14} {"requests",8} {"KB",8}");
        foreach (var (name, path) in sale.Views)
        {
            var view = await FirstView.OfAsync(browser, sale, path);
            Console.WriteLine($"{name,-14} {view.Requests,8} {view.Bytes / Kilobyte,8:0.0}");
            if (name == "waiting room")
                Figures.Print("pages.waiting_room_kb", view.Bytes / Kilobyte, "KB");
        }
    }

    /// <summary>The drawing of the arena: with its plan's ids, and with UUIDs, which do not compress.</summary>
    private static async Task MeasurePlansAsync(PageSale sale)
    {
        var sizes = new List<double>();
        foreach (var (name, schedule) in new[] { ("arena", sale.Seats), ("arena, UUIDs as ids", sale.SeatsByUuid) })
        {
            var size = await sale.DrawingBytesAsync(schedule) / Kilobyte;
            sizes.Add(size);
            Console.WriteLine($"plan of the {name}: {size:0.0} KB over the wire");
        }

        Figures.Print("pages.plan_kb", sizes.Max(), "KB");
    }

    private static async Task MeasureMapAsync(IBrowser browser, PageSale sale)
    {
        var (first, frames) = (new List<double>(), new List<MapFrames>());
        for (var load = 0; load < Loads; load++)
        {
            await using var page = await MapPage.OpenAsync(browser, sale);
            first.Add(await page.FirstPictureMillisecondsAsync());
            frames.Add(await page.MoveAsync());
        }

        Console.WriteLine($"first picture after the data: {List(first)} ms");
        Console.WriteLine($"median frame, zooming: {List(frames.Select(one => one.ZoomMilliseconds))} ms");
        Console.WriteLine($"median frame, panning: {List(frames.Select(one => one.PanMilliseconds))} ms");
        Figures.Print("pages.map_first_ms", Figures.Percentile(first, 50), "ms");
        var slower = frames.Select(one => Math.Max(one.ZoomMilliseconds, one.PanMilliseconds));
        Figures.Print("pages.map_frames_per_second", 1_000 / Figures.Percentile(slower, 50), "/s");
    }

    private static string List(IEnumerable<double> values) => string.Join(", ", values.Select(one => $"{one:0.0}"));
}

/// <summary>The requests and bytes of the first view of a page.</summary>
internal sealed record FirstView(int Requests, double Bytes)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    public static async Task<FirstView> OfAsync(IBrowser browser, PageSale sale, string path)
    {
        await using var context = await sale.NewContextAsync(browser);
        var page = await context.NewPageAsync();
        var network = await context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        var (requests, bytes) = (0, 0.0);
        network.Event("Network.loadingFinished").OnEvent += (_, loaded) =>
        {
            requests++;
            bytes += loaded!.Value.GetProperty("encodedDataLength").GetDouble();
        };
        // A stream never finishes loading.
        network.Event("Network.eventSourceMessageReceived").OnEvent += (_, message) =>
            bytes += message!.Value.GetProperty("data").GetString()!.Length;
        await page.GotoAsync(new Uri(sale.Address, path).ToString());
        await page.WaitForSelectorAsync("main:not([aria-busy])");
        await Task.Delay(Quiet); // what the page loads by itself after it has been drawn belongs to the first view
        return new FirstView(requests, bytes);
    }
}

using Microsoft.Playwright;

namespace Ticketing.Bench.Pages;

/// <summary>The median time of a frame while the fan moves the map.</summary>
internal sealed record MapFrames(double ZoomMilliseconds, double PanMilliseconds);

/// <summary>The page of the arena's seat map in a browser.</summary>
internal sealed class MapPage(IBrowserContext context, IPage page) : IAsyncDisposable
{
    private const int Steps = 60;
    private const int StepMilliseconds = 14; // a mouse reports about as often as a screen is drawn

    /// <summary>
    /// Collects the times of frames, and when which seats were painted. Marks are taken away so that they do not count
    /// as the page's heap.
    /// </summary>
    private const string Observe =
        """
        window.bench = { frames: [], pictures: [], last: 0 };
        const frame = now => {
          bench.frames.push(now - bench.last);
          bench.last = now;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
        new PerformanceObserver(list => {
          for (const mark of list.getEntries())
            if (mark.name === 'map:changed')
              bench.pictures.push([performance.timeOrigin + mark.startTime, ...mark.detail]);
          performance.clearMarks('map:changed');
        }).observe({ type: 'mark' });
        """;

    public static async Task<MapPage> OpenAsync(IBrowser browser, PageSale sale)
    {
        var context = await sale.NewContextAsync(browser);
        await context.AddInitScriptAsync(Observe);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(sale.Address, $"/schedules/{sale.Seats}/seats").ToString());
        await page.WaitForFunctionAsync("performance.getEntriesByName('map:picture').length > 0");
        return new MapPage(context, page);
    }

    /// <summary>From the moment the page has plan and states to the end of the frame that shows them.</summary>
    public Task<double> FirstPictureMillisecondsAsync() => page.EvaluateAsync<double>(
        """
        ['map:picture', 'map:data'].map(name => performance.getEntriesByName(name)[0].startTime).reduce((a, b) => a - b)
        """);

    /// <summary>Zooms in and out, and pans where blocks end and where seats have numbers.</summary>
    public async Task<MapFrames> MoveAsync()
    {
        var map = page.Locator(".map");
        await map.ScrollIntoViewIfNeededAsync();
        var box = (await map.BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(x, y);
        await TakeFramesAsync();
        await WheelAsync(-60);
        await WheelAsync(60);
        var zooming = await TakeFramesAsync();
        await WheelAsync(-18);
        await TakeFramesAsync();
        await DragAsync(x, y);
        var panning = await TakeFramesAsync();
        await WheelAsync(-30);
        await TakeFramesAsync();
        await DragAsync(x, y);
        return new MapFrames(Median(zooming), Median([.. panning, .. await TakeFramesAsync()]));
    }

    /// <summary>When which seats were painted: milliseconds since 1970, then the seats. Empties the list.</summary>
    public Task<double[][]> TakePicturesAsync() =>
        page.EvaluateAsync<double[][]>("bench.pictures.splice(0)");

    /// <summary>After a collection: what scripts hold, with the memory of typed arrays.</summary>
    public async Task<double> HeapBytesAsync()
    {
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = (await session.SendAsync("Runtime.getHeapUsage"))!.Value;
        return usage.GetProperty("usedSize").GetDouble()
            + (usage.TryGetProperty("backingStorageSize", out var arrays) ? arrays.GetDouble() : 0);
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private async Task<double[]> TakeFramesAsync()
    {
        await Task.Delay(300); // the map comes to rest
        return await page.EvaluateAsync<double[]>("bench.frames.splice(0)");
    }

    private async Task WheelAsync(float step)
    {
        for (var at = 0; at < Steps / 2; at++)
        {
            await page.Mouse.WheelAsync(0, step);
            await Task.Delay(StepMilliseconds);
        }
    }

    private async Task DragAsync(float x, float y)
    {
        await page.Mouse.DownAsync();
        for (var at = 0; at < 2 * Steps; at++)
        {
            await page.Mouse.MoveAsync(x + (200 * MathF.Sin(at / 8f)), y + (120 * MathF.Cos(at / 8f)));
            await Task.Delay(StepMilliseconds);
        }

        await page.Mouse.UpAsync();
    }

    private static double Median(IEnumerable<double> frames) => Figures.Percentile(frames, 50);
}

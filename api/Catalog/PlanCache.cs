using System.IO.Compression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// Keeps the seating plans that are requested most, ready to be sent. A plan never changes, so it is read once, however
/// many requests arrive at the same time; plans are read one after the other. Above the bound, the plan that was not
/// requested for the longest time is dropped.
/// </summary>
internal sealed class PlanCache(IOptions<ApiOptions> options, Func<Guid, Task<byte[]?>> read) : IDisposable
{
    private readonly long maxBytes = options.Value.PlanCacheMaxBytes;
    private readonly Dictionary<Guid, Task<StoredPlan?>> plans = [];
    private readonly LinkedList<Guid> byUse = new();
    private readonly SemaphoreSlim reading = new(1);
    private readonly Lock changing = new();

    public PlanCache(IOptions<ApiOptions> options, CatalogStore catalog)
        : this(options, catalog.GetPlanAsync)
    {
    }

    /// <summary>Null when there is no such schedule.</summary>
    public Task<StoredPlan?> GetAsync(Guid scheduleId)
    {
        lock (changing)
        {
            if (plans.TryGetValue(scheduleId, out var known))
            {
                byUse.Remove(scheduleId);
                byUse.AddFirst(scheduleId);
                return known;
            }

            // On another thread, because this one holds the lock.
            var loading = Task.Run(() => LoadAsync(scheduleId));
            plans.Add(scheduleId, loading);
            byUse.AddFirst(scheduleId);
            return loading;
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task<StoredPlan?> LoadAsync(Guid scheduleId)
    {
        StoredPlan? plan = null;
        await reading.WaitAsync();
        try
        {
            plan = await read(scheduleId) is { } json ? StoredPlan.Of(json) : null;
            return plan;
        }
        finally
        {
            reading.Release();
            lock (changing)
                Keep(scheduleId, plan);
        }
    }

    /// <summary>Drops a plan that could not be read, and plans above the bound.</summary>
    private void Keep(Guid scheduleId, StoredPlan? plan)
    {
        if (plan is null)
            Forget(scheduleId);
        var (bytes, used) = (plan?.SizeBytes ?? 0, byUse.First);
        while (used is not null)
        {
            var (one, next) = (used.Value, used.Next);
            if (one != scheduleId && plans[one] is { IsCompletedSuccessfully: true, Result: { } other })
            {
                bytes += other.SizeBytes;
                if (bytes > maxBytes)
                    Forget(one);
            }

            used = next;
        }
    }

    private void Forget(Guid scheduleId)
    {
        plans.Remove(scheduleId);
        byUse.Remove(scheduleId);
    }
}

/// <summary>
/// Sends a seating plan, gzipped if the client accepts that. The number of plans sent at a time is bounded, and a
/// connection that reads too slowly is closed.
/// </summary>
internal sealed class SentPlan(Guid scheduleId) : IResult
{
    private const string Gzip = "gzip";
    private const int MinBytesPerSecond = 8_192;
    private const int GraceSeconds = 10;

    private static readonly MinDataRate Rate = new(MinBytesPerSecond, TimeSpan.FromSeconds(GraceSeconds));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var gate = services.GetRequiredService<WorkGate>();
        using var place = await gate.EnterAsync(WorkKind.Plan, httpContext.RequestAborted);
        await (place.IsAcquired ? await FindAsync(httpContext) : WorkLimits.Refusal()).ExecuteAsync(httpContext);
    }

    private async Task<IResult> FindAsync(HttpContext context)
    {
        var cache = context.RequestServices.GetRequiredService<PlanCache>();
        if (await cache.GetAsync(scheduleId).WaitAsync(context.RequestAborted) is not { } plan)
            return Problems.NotFound.Occurs();
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } kestrel)
            kestrel.MinDataRate = Rate;
        return TakesGzip(context.Request) ? new PreparedBody(plan.Gzipped, Gzip) : new PreparedBody(plan.Raw);
    }

    private static bool TakesGzip(HttpRequest request)
    {
        var taken = request.GetTypedHeaders().AcceptEncoding;
        var rule = taken.FirstOrDefault(one => one.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase))
            ?? taken.FirstOrDefault(one => one.Value == "*");
        return rule is { Quality: not 0 };
    }
}

/// <summary>A seating plan as it is sent; all responses share this memory.</summary>
/// <param name="Raw">JSON in UTF-8.</param>
/// <param name="Gzipped">The same, gzipped.</param>
internal sealed record StoredPlan(ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Gzipped)
{
    public long SizeBytes => (long)Raw.Length + Gzipped.Length;

    public static StoredPlan Of(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(json);
        return new StoredPlan(json, packed.ToArray());
    }
}

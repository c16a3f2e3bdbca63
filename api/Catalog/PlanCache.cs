using System.IO.Compression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>The seating plans that are requested most, ready to be sent.</summary>
internal sealed class PlanCache(IOptions<ApiOptions> options, Func<Guid, Task<byte[]?>> read) : IDisposable
{
    private readonly KeptPerSchedule<StoredPlan> plans = new(
        options.Value.PlanCacheMaxBytes,
        async id => await read(id) is { } json ? StoredPlan.Of(json) : null,
        plan => plan.SizeBytes);

    public PlanCache(IOptions<ApiOptions> options, CatalogStore catalog)
        : this(options, catalog.GetPlanAsync)
    {
    }

    /// <summary>Null when there is no such schedule.</summary>
    public Task<StoredPlan?> GetAsync(Guid scheduleId) => plans.GetAsync(scheduleId);

    public void Dispose() => plans.Dispose();
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

using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Ticketing.Api;

/// <summary>Sends a seating plan, gzipped to who takes that; so many at a time, and to nobody all too slowly.</summary>
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

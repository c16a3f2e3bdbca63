using System.Collections.Frozen;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>
/// Bounds how much work of each kind the process does at once. Work that cannot begin within
/// <see cref="ConcurrencyOptions.MaxWaitSeconds"/> is refused.
/// </summary>
internal sealed class WorkGate : IDisposable
{
    private readonly FrozenDictionary<WorkKind, ConcurrencyLimiter> limiters;
    private readonly TimeSpan patience;

    public WorkGate(IOptions<ApiOptions> options)
    {
        var bounds = options.Value.Concurrency;
        patience = TimeSpan.FromSeconds(bounds.MaxWaitSeconds);
        limiters = !bounds.Enabled ? FrozenDictionary<WorkKind, ConcurrencyLimiter>.Empty : FrozenDictionary.Create(
            comparer: null,
            Limiter(WorkKind.Write, bounds.Writes, bounds.WritesQueued),
            Limiter(WorkKind.Payment, bounds.Payments, bounds.PaymentsQueued),
            Limiter(WorkKind.Join, bounds.Joins, bounds.JoinsQueued),
            Limiter(WorkKind.Password, bounds.Passwords, bounds.PasswordsQueued),
            Limiter(WorkKind.Import, bounds.Imports, bounds.ImportsQueued),
            Limiter(WorkKind.Plan, bounds.PlanSenders, bounds.PlanSendersQueued),
            Limiter(WorkKind.Stream, bounds.Streams, queued: 0),
            Limiter(WorkKind.MapStream, bounds.MapStreams, queued: 0));
    }

    /// <summary>Work only with a lease that is acquired, and dispose of the lease when the work is done.</summary>
    public async ValueTask<RateLimitLease> EnterAsync(WorkKind kind, CancellationToken aborted)
    {
        if (!limiters.TryGetValue(kind, out var limiter))
            return NoLimit.Lease;
        var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return lease;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        waiting.CancelAfter(patience);
        try
        {
            return await limiter.AcquireAsync(permitCount: 1, waiting.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return lease;
        }
    }

    public void Dispose()
    {
        foreach (var limiter in limiters.Values)
            limiter.Dispose();
    }

    private static KeyValuePair<WorkKind, ConcurrencyLimiter> Limiter(WorkKind kind, int atOnce, int queued) =>
        new(kind, new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = queued }));
}

/// <summary>The kinds of work; each has its own bound.</summary>
internal enum WorkKind
{
    Read,
    Write,
    Payment,
    Join,
    Password,
    Import,
    Plan,
    Stream,
    MapStream,
}

internal static class WorkLimits
{
    private const int RetryAfterSeconds = 1;

    /// <summary>
    /// Counts requests as work of this kind and bounds how many run at once. An endpoint filter takes the lease, not
    /// middleware: the filter runs after the body has been read, so a slow connection cannot hold a lease.
    /// </summary>
    public static TBuilder Is<TBuilder>(this TBuilder endpoint, WorkKind kind)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new WorkNote(kind)).AddEndpointFilter((context, next) => RunAsync(kind, context, next));

    public static Problem Refusal() => Problems.Overloaded.Occurs().RetryAfter(RetryAfterSeconds);

    private static async ValueTask<object?> RunAsync(
        WorkKind kind, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var gate = http.RequestServices.GetRequiredService<WorkGate>();
        using var place = await gate.EnterAsync(kind, http.RequestAborted);
        return place.IsAcquired ? await next(context) : Refusal();
    }
}

/// <summary>Endpoint metadata: the kind of its work. An endpoint without it reads.</summary>
internal sealed record WorkNote(WorkKind Kind);

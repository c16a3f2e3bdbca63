using System.Collections.Frozen;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>
/// Bounds how much work of a kind the process does at once. Who cannot begin within
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

    /// <summary>Dispose of the lease when the work is done; no work without one that is acquired.</summary>
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

namespace Ticketing.Api;

/// <summary>The result of reading a place: its state, or the problem.</summary>
/// <param name="RetryAfterSeconds">When to poll again; it grows with the distance to the front.</param>
internal readonly record struct QueueLook(
    QueueTokenBody? Body, Problem? Problem = null, int RetryAfterSeconds = 1)
{
    private const int NearAhead = 500;
    private static readonly TimeSpan NearInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FarInterval = TimeSpan.FromSeconds(5);

    /// <summary>Nothing more will happen to the place.</summary>
    public bool IsLast => Body?.Status is not (
        QueueTokenStatus.BeforeDraw or QueueTokenStatus.Waiting or QueueTokenStatus.Called or QueueTokenStatus.Active);

    /// <summary>The name of the event that a stream sends for this state.</summary>
    public string EventName => this switch
    {
        { IsLast: true } => "ended",
        { Body.Status: QueueTokenStatus.Active } => "active",
        { Body.Status: QueueTokenStatus.Called } => "called",
        _ => "waiting",
    };

    /// <summary>
    /// When a stream looks again. Near the front, every step is sent; far from it, some; to a fan who is called or
    /// active, the end.
    /// </summary>
    public TimeSpan IntervalAt(DateTimeOffset now)
    {
        var asked = TimeSpan.FromSeconds(RetryAfterSeconds);
        var isNear = RetryAfterSeconds <= 1 || Body is { Ahead: < NearAhead };
        var wanted = isNear ? NearInterval : asked < FarInterval ? asked : FarInterval;
        var interval = Jitter.Of(wanted);
        if ((Body?.ActiveUntil ?? Body?.ClaimUntil) - now is not { } left || left > interval)
            return interval;
        return left > NearInterval ? left : NearInterval;
    }
}

/// <summary>
/// The state of a place that a stream has sent last. Near the front the estimate moves with every look, four times a
/// second; an event for each would cost a fan's phone a kilobyte a second. So the estimate alone is sent only now and
/// then.
/// </summary>
internal sealed class ToldPlace(TimeProvider time)
{
    private static readonly TimeSpan EstimatePause = TimeSpan.FromSeconds(10);

    private QueueTokenBody? told;
    private long toldAt;

    /// <summary>Whether to send this state now; it then counts as sent.</summary>
    public bool IsNews(QueueTokenBody body)
    {
        if (told is not null && (body == told || (IsEstimate(body, told) && !HasPaused())))
            return false;
        (told, toldAt) = (body, time.GetTimestamp());
        return true;
    }

    private bool HasPaused() => time.GetElapsedTime(toldAt) >= EstimatePause;

    /// <summary>Whether the two differ in their estimates only, and both have some.</summary>
    private static bool IsEstimate(QueueTokenBody body, QueueTokenBody told) =>
        body.EstimatedWait is null == told.EstimatedWait is null
        && told == body with
        {
            EstimatedWait = told.EstimatedWait,
            EstimatedWaitSeconds = told.EstimatedWaitSeconds,
        };
}

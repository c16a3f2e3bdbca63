namespace Ticketing.Api;

/// <summary>What a look at a place has shown: its state, or why there is nothing to see.</summary>
/// <param name="RetryAfterSeconds">When it is worth looking again; it grows with the distance to the front.</param>
internal readonly record struct QueueLook(
    QueueTokenBody? Body, Problem? Problem = null, int RetryAfterSeconds = 1)
{
    /// <summary>Nothing more will happen to the place.</summary>
    public bool IsLast => Body?.Status is not (
        QueueTokenStatus.BeforeDraw or QueueTokenStatus.Waiting or QueueTokenStatus.Active);
}

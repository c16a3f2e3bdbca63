namespace Ticketing.Queues;

/// <summary>Moments as tokens hold them, so that memory, database and token name the same.</summary>
public static class QueueMoments
{
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

namespace Ticketing.Tests.Support;

/// <summary>Times as Postgres keeps them, in microseconds.</summary>
internal static class StoredMoment
{
    public static DateTimeOffset Of(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

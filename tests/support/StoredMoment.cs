namespace Ticketing.Tests.Support;

/// <summary>Postgres keeps microseconds.</summary>
internal static class StoredMoment
{
    public static DateTimeOffset Of(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

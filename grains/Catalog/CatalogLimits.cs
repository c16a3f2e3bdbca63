namespace Ticketing.Catalog;

/// <summary>Bounds of schedules and their seat maps.</summary>
public static class CatalogLimits
{
    /// <summary>
    /// Reservation events whose fans a seat map remembers, for the readers that poll it: some seconds of the largest
    /// sale. Above it the oldest are forgotten; a page that misses one shows it when it next reads the reservation.
    /// </summary>
    public const int RecentFansOfMap = 4_096;
}

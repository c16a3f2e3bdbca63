using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>What to change of a schedule; what is not given stays.</summary>
/// <param name="OpensAt">When the sale opens; before the event starts.</param>
/// <param name="HoldSeconds">5 to 3,600; what is held already keeps its time.</param>
/// <param name="SeatsPerFan">1 to 100; nobody loses seats by it.</param>
public sealed record ScheduleChange(
    DateTimeOffset? OpensAt = null, int? HoldSeconds = null, int? SeatsPerFan = null)
{
    internal SaleSettings ApplyTo(SaleSettings settings) => new(
        OpensAt ?? settings.OpensAt, HoldSeconds ?? settings.HoldSeconds, SeatsPerFan ?? settings.SeatsPerFan);
}

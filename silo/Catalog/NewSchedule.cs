using System.Text;
using Ticketing.Queues;

namespace Ticketing.Catalog;

/// <summary>What an operator says to put a concert on sale.</summary>
/// <param name="Prices">Points a seat, for every category of the plan.</param>
/// <param name="Plan">Pretix seating plan JSON, UTF-8.</param>
/// <param name="PlanPath">What the paths of the plan's errors begin with: where it stands in what was sent.</param>
/// <param name="Id">Given, the same schedule is made once however often it is asked for.</param>
public sealed record NewSchedule(
    Guid ConcertId,
    DateTimeOffset StartsAt,
    SaleSettings Settings,
    IReadOnlyDictionary<string, long> Prices,
    ReadOnlyMemory<byte> Plan,
    string PlanPath = "$",
    Guid? Id = null)
{
    /// <summary>What is sold without seats.</summary>
    public IReadOnlyList<Admission> Admissions { get; init; } = [];

    /// <summary>None unless one is asked for.</summary>
    public QueueSettings Queue { get; init; } = QueueSettings.Off;

    /// <summary>The plan as it is stored.</summary>
    internal string PlanText => Encoding.UTF8.GetString(SeatingPlanReader.WithoutMark(Plan).Span);
}

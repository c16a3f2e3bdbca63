using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>A seat in the words of its plan.</summary>
/// <param name="Block">The name of its part of the venue; null when the plan does not name it.</param>
/// <param name="Row">The number of its row; null when the plan does not give it.</param>
/// <param name="SeatNumber">Its number in the row; null when the plan does not give it.</param>
/// <param name="Label">All of it as one line.</param>
public sealed record SeatLabelBody(string? Block, string? Row, string? SeatNumber, string Label)
{
    /// <summary>The labels of those seats that the plan has, by the ids of the seats.</summary>
    internal static Dictionary<string, SeatLabelBody> Of(IEnumerable<string> seats, PlanLabels labels) =>
        labels.InOrder(seats, seat => seat)
            .Select(seat => (Seat: seat, Label: labels.Find(seat)))
            .Where(one => one.Label is not null)
            .ToDictionary(
                one => one.Seat,
                one => new SeatLabelBody(one.Label!.Block, one.Label.Row, one.Label.Number, one.Label.Text),
                StringComparer.Ordinal);
}

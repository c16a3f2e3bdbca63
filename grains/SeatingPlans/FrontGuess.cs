using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>
/// Assumes the front of a plan on which nothing names it. Nearly everywhere the rows are numbered from the front, so
/// each zone looks from its highest row number to its lowest. When most zones look the same way, the front is at the
/// lowest row; when they look at each other, as around a field, it lies between their lowest rows.
/// </summary>
public static class FrontGuess
{
    /// <summary>Length of the average direction, 0 to 1, from which on the zones look the same way.</summary>
    private const double OneWay = 0.5;

    /// <summary>Null when there are no seats.</summary>
    public static PlanFront? Of(ImmutableArray<PlanZone> zones)
    {
        var rows = zones.SelectMany(zone => zone.Rows).Where(row => row.Seats.Length > 0).ToArray();
        if (rows.Length == 0)
            return null;
        var views = zones.Select(View.Of).OfType<View>().ToArray();
        if (views.Length == 0)
            return new PlanFront(rows[0].Middle, FrontSource.FirstRow);
        var sum = views.Aggregate(default(PlanPoint), (sum, view) => sum + (view.Seats * view.Direction));
        var average = 1.0 / views.Sum(view => view.Seats) * sum;
        var at = average.Length < OneWay
            ? PlanBounds.Of([.. views.Select(view => view.From)]).Middle
            : Foremost(views, 1 / average.Length * average, rows);
        return new PlanFront(at, FrontSource.RowNumbers);
    }

    /// <summary>In front of the middle of all seats, as far as the foremost of the lowest rows.</summary>
    private static PlanPoint Foremost(View[] views, PlanPoint direction, PlanRow[] rows)
    {
        var seats = rows.Sum(row => row.Seats.Length);
        var middle = rows.Aggregate(
            default(PlanPoint), (sum, row) => sum + ((double)row.Seats.Length / seats * row.Middle));
        return middle + ((views.Max(view => view.From.Along(direction)) - middle.Along(direction)) * direction);
    }

    /// <param name="From">Where its lowest row is.</param>
    /// <param name="Direction">Of length 1.</param>
    private sealed record View(PlanPoint From, PlanPoint Direction, int Seats)
    {
        /// <summary>Null when the numbers of the rows do not say where the zone looks.</summary>
        public static View? Of(PlanZone zone)
        {
            var numbered =
                from row in zone.Rows
                where row.Seats.Length > 0
                let order = RowOrder.Of(row.Number)
                where order is not null
                group (Row: row, order.Value.Value) by order.Value.IsNumber;
            if (numbered.MaxBy(kind => kind.Count()) is not { } rows)
                return null;
            var lines = ZoneLines.Of(zone);
            var from = lines.PointOf(rows.MinBy(row => row.Value).Row);
            var direction = from - lines.PointOf(rows.MaxBy(row => row.Value).Row);
            return direction.Length > 0 ? new View(from, 1 / direction.Length * direction, zone.SeatCount) : null;
        }
    }
}

/// <summary>The order of row numbers: 2 before 10, B before AA.</summary>
/// <param name="IsNumber">Numbers are not compared with letters.</param>
internal readonly record struct RowOrder(bool IsNumber, long Value)
{
    private const int MaxDigits = 9;
    private const int MaxLetters = 3;

    /// <summary>Null when the text has no number in it and is no short series of letters.</summary>
    public static RowOrder? Of(string number)
    {
        var digits = string.Concat(number.SkipWhile(letter => !char.IsDigit(letter)).TakeWhile(char.IsDigit));
        if (digits.Length is > 0 and <= MaxDigits)
        {
            return new RowOrder(
                true, digits.Aggregate(0L, (sum, digit) => (sum * 10) + (long)char.GetNumericValue(digit)));
        }

        var letters = number.Trim();
        return letters.Length is > 0 and <= MaxLetters && letters.All(char.IsLetter)
            ? new RowOrder(false, letters.ToUpperInvariant().Aggregate(0L, (sum, letter) => (sum << 16) + letter))
            : null;
    }
}

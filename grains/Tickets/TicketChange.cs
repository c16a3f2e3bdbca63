using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Tickets;

/// <summary>What becomes of the tickets of a reservation.</summary>
/// <param name="Rows">What is written.</param>
/// <param name="Told">What is told; null when nothing is.</param>
/// <param name="Version">Of all the tickets, as it is told; see <see cref="TicketEvent"/>.</param>
public sealed record TicketChange(ImmutableArray<TicketRow> Rows, TicketStatus? Told, long Version)
{
    public static TicketChange Nothing { get; } = new([], Told: null, Version: 0);

    public bool IsNothing => Rows.IsEmpty && Told is null;
}

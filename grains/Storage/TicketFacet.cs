using Ticketing.Events;

namespace Ticketing.Storage;

/// <param name="Version">See <see cref="TicketEvent"/>.</param>
public sealed record TicketFacet(TicketStatus Status, long Version);

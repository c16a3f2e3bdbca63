using System.Collections.Immutable;

namespace Ticketing.Queues;

/// <param name="Reservations">By id: those in the database, and those whose outcome is awaited.</param>
/// <param name="KnownAt">When the database was read last.</param>
public sealed record FanState(ImmutableDictionary<Guid, FanEntry> Reservations, DateTimeOffset KnownAt);

using Ticketing.Events;

namespace Ticketing.Messaging;

/// <summary>What goes by one call: events for the same method of the same grain.</summary>
/// <param name="GrainKey">Null for events that nobody can read.</param>
internal readonly record struct LaneKey(Handler Handler, string? GrainKey);

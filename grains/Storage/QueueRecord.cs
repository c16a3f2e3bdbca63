using System.Collections.Immutable;

namespace Ticketing.Storage;

/// <summary>A queue with the places that are Admitted or Active.</summary>
public sealed record QueueRecord(QueueRow Queue, ImmutableArray<PlaceRow> Present);

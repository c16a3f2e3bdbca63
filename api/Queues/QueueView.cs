using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>A queue as this process knows it.</summary>
/// <param name="Order">Whose turn is when.</param>
internal sealed record QueueView(QueueStanding Standing, DrawOrder Order);

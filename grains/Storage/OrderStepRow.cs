using Ticketing.Orders;

namespace Ticketing.Storage;

/// <summary>A line of an order's timeline; written once.</summary>
/// <param name="Number">From 1.</param>
public sealed record OrderStepRow(Guid OrderId, int Number, OrderStep Step);

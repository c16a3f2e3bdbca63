using System.Collections.Immutable;
using Ticketing.Orders;

namespace Ticketing.Storage;

/// <summary>An order with its timeline, oldest first.</summary>
public sealed record OrderRecord(OrderRow Order, ImmutableArray<OrderStep> Steps);

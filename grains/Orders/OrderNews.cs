using Ticketing.Events;

namespace Ticketing.Orders;

/// <summary>What is to be said about an order.</summary>
public sealed record OrderNews(string Topic, OrderEvent Body);

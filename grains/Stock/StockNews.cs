using Ticketing.Events;

namespace Ticketing.Stock;

/// <summary>What is to be said about the stock of a reservation.</summary>
public sealed record StockNews(string Topic, StockEvent Body);

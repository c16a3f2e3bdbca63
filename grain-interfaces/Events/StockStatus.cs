namespace Ticketing.Events;

/// <summary>What became of a reservation's part of the stock. The numbers are stored and must not change.</summary>
public enum StockStatus
{
    Decreased = 0,
    Failed = 1,
}

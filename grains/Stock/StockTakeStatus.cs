namespace Ticketing.Stock;

/// <summary>Where what was taken is. The numbers are stored and must not change.</summary>
public enum StockTakeStatus
{
    Allocated = 0,
    Sold = 1,

    /// <summary>
    /// Given back, or given up before it was ever taken: it is not taken any more, however late it is asked.
    /// </summary>
    Released = 2,

    /// <summary>There was not enough.</summary>
    Refused = 3,
}

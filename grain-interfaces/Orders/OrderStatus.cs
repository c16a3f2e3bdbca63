namespace Ticketing.Orders;

/// <summary>How far an order has come. The numbers are stored and must not change.</summary>
public enum OrderStatus
{
    /// <summary>Stock and coupon are being taken.</summary>
    Processing = 0,

    /// <summary>Both are; the balance is being debited.</summary>
    Paying = 1,

    /// <summary>Debited; the reservation is being confirmed.</summary>
    Paid = 2,

    /// <summary>The reservation is confirmed; tickets are being issued.</summary>
    Processed = 3,

    /// <summary>Tickets are issued; the stock is being decreased.</summary>
    Ticketed = 4,

    /// <summary>The happy end.</summary>
    Completed = 5,

    /// <summary>An end: nothing was debited, everything taken is given back.</summary>
    Failed = 6,

    /// <summary>Paid too late for its seats; others are offered.</summary>
    Offered = 7,

    /// <summary>What was debited is being given back.</summary>
    Undoing = 8,

    /// <summary>An end: the money is back, everything taken is given back.</summary>
    Undone = 9,
}

namespace Ticketing.Balances;

/// <summary>
/// How the changes that an order makes are named. Whoever pays it back uses the same name, so that it is paid back
/// once.
/// </summary>
public static class OrderOperations
{
    public static string Debit(Guid orderId) => $"order:{orderId:D}:debit";

    public static string Refund(Guid orderId) => $"order:{orderId:D}:refund";
}

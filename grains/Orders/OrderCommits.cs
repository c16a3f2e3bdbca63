using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Orders;

/// <summary>The transaction that makes an order what it has been decided to be, and the events that tell.</summary>
public static class OrderCommits
{
    public static bool Changes(OrderRecord? before, OrderDraft draft) =>
        HasMoved(before, draft) || !draft.News.IsEmpty;

    /// <summary>
    /// The order as it will be. What is only said again is no progress: it is found as stuck all the same.
    /// </summary>
    public static OrderRecord After(OrderRecord? before, OrderDraft draft, DateTimeOffset now) => new(
        draft.Order with
        {
            UpdatedAt = HasMoved(before, draft) ? now : draft.Order.UpdatedAt,
            Version = draft.Order.Version + 1,
        },
        draft.Steps);

    public static Commit Write(OrderRecord? before, OrderRecord after, OrderDraft draft, DateTimeOffset now)
    {
        CheckConsistent(after.Order);
        var known = before?.Steps.Length ?? 0;
        return new Commit
        {
            Orders = [after.Order],
            OrderSteps =
            [
                .. after.Steps.Skip(known).Select((step, i) =>
                    new OrderStepRow(after.Order.OrderId, known + i + 1, step)),
            ],
            Events = [.. draft.News.Select(news => News.Of(news.Topic, news.Body, now))],
        };
    }

    private static bool HasMoved(OrderRecord? before, OrderDraft draft) =>
        before is null || draft.Order != before.Order || draft.Steps.Length > before.Steps.Length;

    /// <summary>Nothing is debited before everything was taken.</summary>
    private static void CheckConsistent(OrderRow order)
    {
        if (order.Discount < 0 || order.Discount > order.Amount
            || (order.Status == OrderStatus.Paying && !OrderRules.HasAllParts(order)))
            throw new InvalidOperationException($"This must not be written: {order}.");
    }
}

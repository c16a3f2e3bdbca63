using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Orders;

/// <summary>An order while it is decided what it becomes by what was heard; one commit makes it true.</summary>
/// <param name="Order">With the version that is stored; 0 when none is.</param>
/// <param name="Steps">All, the stored ones first.</param>
public sealed record OrderDraft(OrderRow Order, ImmutableArray<OrderStep> Steps, ImmutableArray<OrderNews> News)
{
    public static OrderDraft Of(OrderRecord record) => new(record.Order, record.Steps, []);

    /// <summary>An order that nothing was heard of before: every event of it carries the whole.</summary>
    public static OrderDraft New(OrderEvent body, DateTimeOffset now) => new(
        new OrderRow(
            body.OrderId, body.ReservationId, body.ScheduleId, body.UserId, OrderStatus.Processing, body.Lines,
            body.Amount, body.CouponCode, Discount: 0, Parts: [], Reason: null, now, now, Version: 0),
        [], []);

    public OrderDraft Become(OrderStatus status, string? reason = null) =>
        this with { Order = Order with { Status = status, Reason = reason ?? Order.Reason } };

    public OrderDraft Say(string topic, bool again = false) => this with
    {
        News = News.Add(new OrderNews(topic, new OrderEvent(
            Order.OrderId, Order.ReservationId, Order.ScheduleId, Order.UserId, Order.Lines, Order.Amount,
            Order.CouponCode, Order.Discount, Part: null, Order.Reason, again))),
    };

    /// <summary>What is heard a second time is no step.</summary>
    public OrderDraft Note(string name, string? detail, DateTimeOffset now) =>
        Has(name, detail) ? this : this with { Steps = Steps.Add(new OrderStep(now, name, detail)) };

    public bool Has(string name, string? detail) => Steps.Any(step => step.Name == name && step.Detail == detail);
}

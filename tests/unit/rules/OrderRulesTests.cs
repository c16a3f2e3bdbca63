using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;

namespace Ticketing.Tests.Rules;

/// <summary>Every transition of an order.</summary>
public class OrderRulesTests
{
    private const string Coupon = OrderRules.CouponPart;
    private static readonly OrderEvent Body = new(
        Guid.Parse("00000000-0000-0000-0000-0000000000d1"), Some.Id, Some.Schedule, Some.User,
        [new("Stalls", 2), new("Balcony", 1)], Amount: 12_000, CouponCode: "SUMMER");

    /// <summary>The status of an order, a topic that comes in it, and the status after that.</summary>
    public static TheoryData<OrderStatus, string, OrderStatus> Transitions() => new()
    {
        { OrderStatus.Processing, Topics.OrderProcessingFail, OrderStatus.Failed },
        { OrderStatus.Processing, Topics.OrderPaymentFail, OrderStatus.Failed },
        { OrderStatus.Processing, Topics.OrderPaymentLate, OrderStatus.Undoing },
        { OrderStatus.Paying, Topics.OrderProcessingFail, OrderStatus.Paying },
        { OrderStatus.Paying, Topics.OrderPaymentSuccess, OrderStatus.Paid },
        { OrderStatus.Paying, Topics.OrderPaymentFail, OrderStatus.Failed },
        { OrderStatus.Paying, Topics.OrderPaymentLate, OrderStatus.Undoing },
        { OrderStatus.Paying, Topics.OrderRefunded, OrderStatus.Undone },
        { OrderStatus.Paid, Topics.OrderPaymentFail, OrderStatus.Paid },
        { OrderStatus.Paid, Topics.OrderPaymentLate, OrderStatus.Undoing },
        { OrderStatus.Offered, Topics.OrderPaymentLate, OrderStatus.Undoing },
        { OrderStatus.Offered, Topics.OrderPaymentSuccess, OrderStatus.Offered },
        { OrderStatus.Processed, Topics.OrderPaymentSuccess, OrderStatus.Processed },
        { OrderStatus.Processed, Topics.OrderPaymentLate, OrderStatus.Undoing },
        { OrderStatus.Ticketed, Topics.OrderPaymentLate, OrderStatus.Undoing },
        { OrderStatus.Completed, Topics.OrderPaymentLate, OrderStatus.Undoing },
        { OrderStatus.Completed, Topics.OrderPaymentFail, OrderStatus.Completed },
        { OrderStatus.Undoing, Topics.OrderRefunded, OrderStatus.Undone },
        { OrderStatus.Undoing, Topics.OrderPaymentSuccess, OrderStatus.Undoing },
        { OrderStatus.Undoing, Topics.OrderProcessingStockSuccess, OrderStatus.Undoing },
        { OrderStatus.Undone, Topics.OrderPaymentSuccess, OrderStatus.Undone },
        { OrderStatus.Undone, Topics.OrderPaymentLate, OrderStatus.Undone },
        { OrderStatus.Failed, Topics.OrderProcessing, OrderStatus.Failed },
        { OrderStatus.Failed, Topics.OrderProcessingSuccess, OrderStatus.Failed },
        { OrderStatus.Failed, Topics.OrderPaymentSuccess, OrderStatus.Undoing },
        { OrderStatus.Failed, Topics.OrderRefunded, OrderStatus.Failed },
    };

    public static TheoryData<OrderStatus, string?> SaidAgain() => new()
    {
        { OrderStatus.Processing, Topics.OrderProcessing },
        { OrderStatus.Paying, Topics.OrderPayment },
        { OrderStatus.Paid, Topics.OrderPayment },
        { OrderStatus.Offered, Topics.OrderPayment },
        { OrderStatus.Processed, Topics.OrderProcessed },
        { OrderStatus.Ticketed, Topics.OrderProcessed },
        { OrderStatus.Undoing, Topics.OrderPaymentLate },
        { OrderStatus.Completed, null },
        { OrderStatus.Failed, null },
        { OrderStatus.Undone, null },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void What_is_heard_makes_it_what_it_is(OrderStatus before, string topic, OrderStatus after) =>
        Assert.Equal(after, Hear(Draft(before), topic, Body with { Reason = "some" }).Order.Status);

    [Fact]
    public void It_is_debited_when_all_parts_were_taken_and_not_before()
    {
        var parts = Hear(null, Topics.OrderProcessing, Body);
        parts = Hear(parts, Topics.OrderProcessingStockSuccess, Body with { Part = "Balcony" });
        parts = Hear(parts, Topics.OrderProcessingStockSuccess, Body with { Part = "Balcony" });
        Assert.Empty(Hear(parts, Topics.OrderProcessingSuccess, Body).Events);

        parts = Hear(parts, Topics.OrderProcessingCouponSuccess, Body with { Part = Coupon, Discount = 2_000 });
        parts = Hear(parts, Topics.OrderProcessingStockSuccess, Body with { Part = "Stalls" });
        Assert.Equal([Topics.OrderProcessingSuccess, Topics.OrderPayment], parts.Events.Select(said => said.Topic));
        Assert.All(parts.Events, said => Assert.Equal(2_000, said.Body.Discount));
        Assert.Equal(OrderStatus.Paying, parts.Order.Status);
        Assert.Equal(
            [Topics.OrderProcessingStockSuccess, Topics.OrderProcessingSuccess],
            parts.Steps.TakeLast(2).Select(step => step.Name));

        Assert.Equal(parts, Hear(parts, Topics.OrderProcessingSuccess, Body));
    }

    [Fact]
    public void A_category_may_be_called_coupon()
    {
        var order = Body with { Lines = [new("coupon", 1)] };
        var coupon = Hear(null, Topics.OrderProcessingCouponSuccess, order with
        {
            Part = Coupon,
            Discount = 2_000,
        });
        var both = Hear(coupon, Topics.OrderProcessingStockSuccess, order with { Part = "coupon" });

        Assert.Empty(coupon.Events);
        Assert.Equal((Topics.OrderProcessingSuccess, 2_000L), (both.Events[0].Topic, both.Events[0].Body.Discount));
        Assert.Equal([null, "coupon"], both.Steps.Take(2).Select(step => step.Detail));
        Assert.NotNull(PlanText.Fault(Coupon, mayBeEmpty: false));
    }

    [Fact]
    public void What_failed_before_anything_else_was_heard_has_failed_whatever_comes()
    {
        var failed = Hear(null, Topics.OrderProcessingFail, Body with { Part = Coupon, Reason = "coupon-unknown" });
        foreach (var part in new[] { "Stalls", "Balcony", Coupon })
            failed = Hear(failed, Topics.OrderProcessingStockSuccess, Body with { Part = part });
        failed = Hear(failed, Topics.OrderProcessingSuccess, Body);

        Assert.Equal((OrderStatus.Failed, "coupon-unknown"), (failed.Order.Status, failed.Order.Reason));
        Assert.Empty(failed.Events);
        Assert.Equal("coupon-unknown", failed.Steps[0].Detail);
    }

    [Fact]
    public void What_is_heard_twice_is_one_step()
    {
        var once = Hear(Draft(OrderStatus.Paying), Topics.OrderPaymentSuccess, Body);

        Assert.Equal(once, Hear(once, Topics.OrderPaymentSuccess, Body));
        Assert.Single(once.Steps);
    }

    [Theory]
    [MemberData(nameof(SaidAgain))]
    public void What_should_be_happening_is_said_again(OrderStatus status, string? topic)
    {
        var said = OrderRules.Drive(Draft(status))?.Events.Single();

        Assert.Equal((topic, topic is not null), (said?.Topic, said?.Body.Again ?? false));
    }

    [Theory]
    [InlineData(OrderStatus.Failed, Topics.OrderProcessingFail)]
    [InlineData(OrderStatus.Undone, Topics.OrderPaymentLate)]
    public void Who_asks_for_an_order_that_has_ended_is_told_again(OrderStatus status, string topic) => Assert.Equal(
        topic, Hear(Draft(status), Topics.OrderProcessing, Body with { Again = true }).Events.Single().Topic);

    [Fact]
    public void It_is_completed_when_all_stock_was_decreased_in_whatever_order_that_is_heard()
    {
        var order = Draft(OrderStatus.Processed);
        var stalls = OrderRules.HandleStock(order, Decreased("Stalls"), Some.Now);
        var both = OrderRules.HandleStock(stalls, Decreased("Balcony"), Some.Now);
        var issued = OrderRules.HandleTickets(stalls, Issued(Topics.TicketIssued), Some.Now);

        Assert.Equal(OrderStatus.Processed, stalls.Order.Status);
        Assert.Equal(OrderStatus.Completed, both.Order.Status);
        Assert.Equal(OrderStatus.Ticketed, issued.Order.Status);
        Assert.Equal(
            OrderStatus.Completed, OrderRules.HandleStock(issued, Decreased("Balcony"), Some.Now).Order.Status);
    }

    [Fact]
    public void Tickets_that_failed_undo_it_with_their_reason()
    {
        var undoing = OrderRules.HandleTickets(
            Draft(OrderStatus.Ticketed), Issued(Topics.TicketIssueFailed), Some.Now);

        Assert.Equal(
            (OrderStatus.Undoing, OrderReasons.TicketsFailed), (undoing.Order.Status, undoing.Order.Reason));
    }

    [Theory]
    [InlineData(ReservationStatus.Confirmed, PaymentStatus.Paid, OrderStatus.Processed, Topics.OrderProcessed)]
    [InlineData(ReservationStatus.Paying, PaymentStatus.Paid, OrderStatus.Offered, null)]
    [InlineData(ReservationStatus.Cancelled, PaymentStatus.Refunding, OrderStatus.Undoing, Topics.OrderPaymentLate)]
    [InlineData(ReservationStatus.Expired, PaymentStatus.Refunding, OrderStatus.Undoing, Topics.OrderPaymentLate)]
    public void What_the_reservation_is_counts(
        ReservationStatus status, PaymentStatus payment, OrderStatus after, string? said)
    {
        var next = OrderRules.HandleReservation(Draft(OrderStatus.Paid), Reservation(status, payment), Some.Now);

        Assert.Equal((after, said), (next.Order.Status, next.Events.SingleOrDefault()?.Topic));
    }

    [Theory]
    [InlineData(OrderStatus.Processing, OrderStatus.Failed, Topics.OrderProcessingFail)]
    [InlineData(OrderStatus.Paying, OrderStatus.Undoing, Topics.OrderPaymentLate)]
    [InlineData(OrderStatus.Ticketed, OrderStatus.Undoing, Topics.OrderPaymentLate)]
    [InlineData(OrderStatus.Undoing, OrderStatus.Undoing, Topics.OrderPaymentLate)]
    public void An_operator_gives_up_on_it(OrderStatus before, OrderStatus after, string said)
    {
        var undone = OrderRules.Undo(Draft(before), Some.Now)!;

        Assert.Equal((after, said), (undone.Order.Status, undone.Events.Single().Topic));
        Assert.Null(OrderRules.Undo(Draft(OrderStatus.Completed), Some.Now));
    }

    private static OrderDraft Draft(OrderStatus status)
    {
        var draft = OrderDraft.New(Body, Some.Now);
        ImmutableArray<string> parts = status is OrderStatus.Processing ? [] : ["Stalls", "Balcony", Coupon];
        return draft with { Order = draft.Order with { Status = status, Parts = parts, Version = 3 } };
    }

    private static OrderDraft Hear(OrderDraft? draft, string topic, OrderEvent body) => OrderRules.Handle(
        draft, new Delivered<OrderEvent>(Guid.NewGuid(), topic, "", Some.Now, null, body), Some.Now);

    private static Delivered<StockEvent> Decreased(string category) => new(
        Guid.NewGuid(), Topics.StockDecreased, "", Some.Now, null,
        new StockEvent(Some.Id, StockStatus.Decreased, 2, Body, category));

    private static Delivered<TicketEvent> Issued(string topic) => new(
        Guid.NewGuid(), topic, "", Some.Now, null, new TicketEvent(Some.Id, TicketStatus.Issued, 1, Body));

    private static Delivered<ReservationEvent> Reservation(ReservationStatus status, PaymentStatus payment) => new(
        Guid.NewGuid(), Topics.ReservationChanged, "", Some.Now, null,
        new ReservationEvent(
            Some.Id, Some.Schedule, Some.User, [], 12_000, Some.Now, null, status, payment, Some.Now, 3, 3, [],
            Body.OrderId));
}

using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

/// <summary>Every transition of the stock that an order or a reservation has taken.</summary>
public class StockRulesTests
{
    private static readonly StockKey Key = new(Some.Schedule, "Stalls");
    private static readonly Guid Order = Guid.Parse("00000000-0000-0000-0000-0000000000d1");
    private static readonly StockDraft Empty = Stock(capacity: 3);
    private static readonly OrderEvent Body = Of(Order, seats: 2);

    [Fact]
    public void What_is_free_is_set_aside_once()
    {
        var taken = Hear(Empty, Topics.OrderProcessing, Body);
        var twice = Hear(taken, Topics.OrderProcessing, Body);

        Assert.Equal((2, 0), (taken.Row!.Allocated, taken.Row.Sold));
        Assert.Equal(
            (Topics.OrderProcessingStockSuccess, "Stalls"),
            (taken.OrderEvents.Single().Topic, taken.OrderEvents.Single().Body.Part));
        Assert.Equal(taken, twice);
    }

    [Fact]
    public void More_than_there_is_is_refused_and_stays_refused()
    {
        var taken = Hear(Empty, Topics.OrderProcessing, Body);
        Assert.Throws<InvalidOperationException>(() => Hear(taken, Topics.OrderProcessing, Of(Some.Id, seats: 2)));

        var later = taken with { Now = Some.Now.AddMilliseconds(Limits.SeatStockPatienceMilliseconds) };
        var full = Hear(later, Topics.OrderProcessing, Of(Some.Id, seats: 2));
        var free = Hear(full, Topics.OrderPaymentFail, Body);
        var again = Hear(free, Topics.OrderProcessing, Of(Some.Id, seats: 2) with { Again = true });

        Assert.Equal(OrderReasons.SoldOut, full.OrderEvents[^1].Body.Reason);
        Assert.Equal(0, free.Row!.Allocated);
        Assert.Equal(Topics.OrderProcessingFail, again.OrderEvents[^1].Topic);
    }

    [Theory]
    [InlineData(Topics.OrderProcessingFail)]
    [InlineData(Topics.OrderPaymentFail)]
    [InlineData(Topics.OrderPaymentLate)]
    public void What_is_given_back_before_it_was_taken_is_never_taken(string topic)
    {
        var released = Hear(Empty, topic, Body);
        var taken = Hear(released, Topics.OrderProcessing, Body with { Again = true });

        Assert.Equal(StockTakeStatus.Released, released.Find(Order)!.Status);
        Assert.Equal((0, released), (taken.Row!.Allocated, taken));
    }

    [Fact]
    public void Tickets_make_it_sold_and_failed_ones_free_again()
    {
        var sold = HearTickets(Hear(Empty, Topics.OrderProcessing, Body), Topics.TicketIssued, Body);
        var free = HearTickets(sold, Topics.TicketIssueFailed, Body);

        Assert.Equal((0, 2), (sold.Row!.Allocated, sold.Row.Sold));
        Assert.Equal(Topics.StockDecreased, sold.StockEvents.Single().Topic);
        Assert.Equal(sold, HearTickets(sold, Topics.TicketIssued, Body));
        Assert.Equal((0, 0), (free.Row!.Allocated, free.Row.Sold));
    }

    [Fact]
    public void What_was_given_back_cannot_be_sold()
    {
        var released = Hear(Hear(Empty, Topics.OrderProcessing, Body), Topics.OrderPaymentLate, Body);
        var failed = HearTickets(released, Topics.TicketIssued, Body);

        Assert.Equal(Topics.StockFailed, failed.StockEvents.Single().Topic);
        Assert.Equal((0, 0), (failed.Row!.Allocated, failed.Row.Sold));
    }

    [Fact]
    public void A_cancelled_sale_is_given_back_and_an_expired_hold_leaves_its_order_alone()
    {
        var taken = Hear(Empty, Topics.OrderProcessing, Body);
        var expired = HearReservation(taken, ReservationStatus.Expired, PaymentStatus.Debiting, "A-1");
        var cancelled = HearReservation(taken, ReservationStatus.Cancelled, PaymentStatus.Refunding, "A-1");

        Assert.Equal(2, expired.Row!.Allocated);
        Assert.Equal(0, cancelled.Row!.Allocated);
    }

    [Fact]
    public void General_admission_is_set_aside_by_the_reservation_and_what_was_said_to_its_order_stays_said()
    {
        var held = StockRules.Allocate(Empty, Some.Id, 2, null)!;
        var said = Hear(held, Topics.OrderProcessing, Of(Order, 2, hasSeats: false));
        var expired = HearReservation(said, ReservationStatus.Expired, PaymentStatus.Debiting, "");
        var again = Hear(expired, Topics.OrderProcessing, Of(Order, 2, hasSeats: false) with { Again = true });
        var late = StockRules.Allocate(again, Some.Id, 2, Order)!;
        var sold = HearTickets(late, Topics.TicketIssued, Of(Order, 2, hasSeats: false));

        Assert.Equal(
            [2, 2, 0, 0, 2, 0], new[] { held, said, expired, again, late, sold }.Select(s => s.Row!.Allocated));
        Assert.All(again.OrderEvents, news => Assert.Equal(Topics.OrderProcessingStockSuccess, news.Topic));
        Assert.Equal(2, sold.Row!.Sold);
        Assert.Null(StockRules.Allocate(Empty, Some.Id, 4, null));
    }

    [Fact]
    public void An_order_that_was_undone_takes_no_general_admission_however_late()
    {
        var held = StockRules.Allocate(Empty, Some.Id, 2, null)!;
        var undone = Hear(held, Topics.OrderPaymentLate, Of(Order, 2, hasSeats: false));

        Assert.Null(StockRules.Allocate(undone, Some.Id, 1, Order));
    }

    [Fact]
    public void General_admission_that_nobody_has_is_given_back_unless_it_was_asked_for_just_now()
    {
        var held = StockRules.Allocate(Empty, Some.Id, 2, null)!;
        var later = held with { Now = Some.Now.AddSeconds(Limits.UnclaimedTakeSeconds) };
        var asked = StockRules.Allocate(later, Some.Id, 2, null)!;
        var sold = HearTickets(later, Topics.TicketIssued, Of(Order, 2, hasSeats: false));

        Assert.Equal(0, StockRules.GiveBackUnclaimed(later, Some.Id).Row!.Allocated);
        Assert.Equal(held, StockRules.GiveBackUnclaimed(held, Some.Id));
        Assert.Equal((2, later.Now), (asked.Row!.Allocated, asked.Find(Some.Id)!.At));
        Assert.Equal(asked, StockRules.GiveBackUnclaimed(asked, Some.Id));
        Assert.Equal(sold, StockRules.GiveBackUnclaimed(sold, Some.Id));
        Assert.Equal(later, StockRules.GiveBackUnclaimed(later, Order));
    }

    private static StockDraft Stock(int capacity) =>
        StockDraft.Of(
            Key, new StockRow(Key, capacity, HasSeats: true, Allocated: 0, Sold: 0, Version: 1), [], Some.Now);

    private static OrderEvent Of(Guid order, int seats, bool hasSeats = true) => new(
        order, Some.Id, Some.Schedule, Some.User, [new("Stalls", seats, hasSeats)], 10_000, CouponCode: null);

    private static StockDraft Hear(StockDraft draft, string topic, OrderEvent body) => StockRules.Handle(
        draft, new Delivered<OrderEvent>(Guid.NewGuid(), topic, "", Some.Now, null, body));

    private static StockDraft HearTickets(StockDraft draft, string topic, OrderEvent body) => StockRules.HandleTickets(
        draft, new Delivered<TicketEvent>(
            Guid.NewGuid(), topic, "", Some.Now, null, new TicketEvent(Some.Id, TicketStatus.Issued, 1, body)));

    private static StockDraft HearReservation(
        StockDraft draft, ReservationStatus status, PaymentStatus payment, string seat) => StockRules.HandleReservation(
        draft, new Delivered<ReservationEvent>(
            Guid.NewGuid(), "", "", Some.Now, null, new ReservationEvent(
                Some.Id, Some.Schedule, Some.User, [new(seat, "Stalls", 1), new(seat, "Stalls", 1)], 2, Some.Now, null,
                status, payment, Some.Now, 3, 3, [1, 1], Order)));
}

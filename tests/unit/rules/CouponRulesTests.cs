using Ticketing.Coupons;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

/// <summary>Every transition of a use of a coupon.</summary>
public class CouponRulesTests
{
    private static readonly CouponTerms Terms = new(
        CouponKind.Fixed, 3_000, Some.Now, Some.Now.AddDays(1), TotalUses: 2, UsesPerFan: 1, MinimumAmount: 1_000);

    [Theory]
    [InlineData(CouponKind.Fixed, 3_000, 10_000, 3_000)]
    [InlineData(CouponKind.Fixed, 3_000, 2_000, 2_000)]
    [InlineData(CouponKind.Percent, 33, 999, 329)]
    [InlineData(CouponKind.Percent, 100, 800_000_000, 800_000_000)]
    public void A_discount_is_never_more_than_the_amount(CouponKind kind, long value, long amount, long discount) =>
        Assert.Equal(discount, CouponRules.Discount(Terms with { Kind = kind, Value = value }, amount));

    [Fact]
    public void A_use_is_taken_once_and_given_back_once()
    {
        var taken = Hear(Coupon(), Topics.OrderProcessing, Of(1));
        var twice = Hear(taken, Topics.OrderProcessing, Of(1));
        var returned = Hear(taken, Topics.OrderPaymentFail, Of(1));

        Assert.Equal((1, 3_000L), (taken.Row!.Used, taken.Events.Single().Body.Discount));
        Assert.Equal(taken, twice);
        Assert.Equal(0, returned.Row!.Used);
        Assert.Equal(returned, Hear(returned, Topics.OrderPaymentLate, Of(1)));
        Assert.Equal(returned, Hear(returned, Topics.OrderProcessing, Of(1) with { Again = true }));
    }

    [Theory]
    [InlineData(-1, 5_000, OrderReasons.CouponNotValidNow)]
    [InlineData(86_400, 5_000, OrderReasons.CouponNotValidNow)]
    [InlineData(1, 999, OrderReasons.CouponBelowMinimum)]
    [InlineData(0, 1_000, null)]
    public void Its_terms_are_kept(int seconds, long amount, string? reason)
    {
        var heard = Hear(Coupon(), Topics.OrderProcessing, Of(1) with { Amount = amount }, seconds);

        Assert.Equal(reason, heard.Events.Single().Body.Reason);
        Assert.Equal(reason is null ? 1 : 0, heard.Row!.Used);
    }

    [Theory]
    [InlineData(CouponKind.Percent, 1, 50)]
    [InlineData(CouponKind.Percent, 100, 0)]
    [InlineData(CouponKind.Fixed, 500, 0)]
    public void A_coupon_that_takes_nothing_off_is_refused_and_not_counted(CouponKind kind, long value, long amount)
    {
        var terms = Terms with { Kind = kind, Value = value, MinimumAmount = 0 };
        var coupon = Coupon() with { Row = Coupon().Row! with { Terms = terms } };

        var heard = Hear(coupon, Topics.OrderProcessing, Of(1) with { Amount = amount });

        Assert.Equal(OrderReasons.CouponWithoutEffect, heard.Events.Single().Body.Reason);
        Assert.Equal((0, CouponUseStatus.Refused), (heard.Row!.Used, heard.Uses.Values.Single().Status));
    }

    [Theory]
    [InlineData(CouponKind.Fixed, 0, "EUR", "EUR", null)]
    [InlineData(CouponKind.Fixed, 0, "EUR", null, OrderReasons.CouponOtherCurrency)]
    [InlineData(CouponKind.Fixed, 0, null, "EUR", OrderReasons.CouponOtherCurrency)]
    [InlineData(CouponKind.Percent, 0, null, "EUR", null)]
    [InlineData(CouponKind.Percent, 1, null, "EUR", OrderReasons.CouponOtherCurrency)]
    [InlineData(CouponKind.Percent, 1, "EUR", "EUR", null)]
    public void A_coupon_that_names_an_amount_is_for_orders_of_its_currency(
        CouponKind kind, long minimum, string? own, string? ofOrder, string? reason)
    {
        var terms = Terms with { Kind = kind, Value = 50, MinimumAmount = minimum, Currency = own };
        var coupon = Coupon() with { Row = Coupon().Row! with { Terms = terms } };

        var heard = Hear(coupon, Topics.OrderProcessing, Of(1) with { Currency = ofOrder });

        Assert.Equal(reason, heard.Events.Single().Body.Reason);
        Assert.Equal((reason is null ? 1 : 0, ofOrder), (heard.Row!.Used, heard.Events.Single().Body.Currency));
    }

    [Fact]
    public void A_fan_has_as_many_uses_as_allowed_and_all_together_too()
    {
        var draft = Coupon();
        foreach (var (order, fan) in new[] { (1, 1), (2, 1), (3, 2), (4, 3) })
            draft = Hear(draft, Topics.OrderProcessing, Of(order) with { UserId = Id(fan) });

        Assert.Equal(
            [null, OrderReasons.CouponUsedByFan, null, OrderReasons.CouponUsedUp],
            draft.Events.Select(said => said.Body.Reason));
        Assert.Equal(2, draft.Row!.Used);
    }

    [Fact]
    public void A_coupon_that_is_none_is_refused_and_stays_refused()
    {
        var unknown = CouponDraft.Of("NONE", null, [], new Dictionary<Guid, int>());
        var refused = Hear(unknown, Topics.OrderProcessing, Of(1));
        var made = refused with { Row = Coupon().Row };

        Assert.Equal(OrderReasons.CouponUnknown, refused.Events.Single().Body.Reason);
        Assert.Equal(
            OrderReasons.CouponUnknown,
            Hear(made, Topics.OrderProcessing, Of(1) with { Again = true }).Events[^1].Body.Reason);
    }

    [Fact]
    public void What_is_given_back_before_it_was_taken_is_never_taken()
    {
        var returned = Hear(Coupon(), Topics.OrderProcessingFail, Of(1));

        Assert.Equal(returned, Hear(returned, Topics.OrderProcessing, Of(1)));
        Assert.Equal((0, CouponUseStatus.Returned), (returned.Row!.Used, returned.Uses.Values.Single().Status));
    }

    [Fact]
    public void Terms_that_are_changed_leave_what_was_used()
    {
        var row = CouponRules.Put(Coupon().Row! with { Used = 2 }, "SUMMER", Terms with { TotalUses = 1 });

        Assert.Equal((2, 2, 2L), (row.Used, row.Terms.TotalUses, row.Version));
    }

    private static CouponDraft Coupon() =>
        CouponDraft.Of("SUMMER", new CouponRow("SUMMER", Terms, Used: 0, Version: 1), [], new Dictionary<Guid, int>());

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static OrderEvent Of(int order) =>
        new(Id(order), Some.Id, Some.Schedule, Some.User, [new("Stalls", 1)], 5_000, "summer");

    private static CouponDraft Hear(CouponDraft draft, string topic, OrderEvent body, int seconds = 1) =>
        CouponRules.Handle(draft, new Delivered<OrderEvent>(
            Guid.NewGuid(), topic, "", Some.Now.AddSeconds(seconds), null, body));
}

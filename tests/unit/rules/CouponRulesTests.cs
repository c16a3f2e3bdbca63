using CsCheck;
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

    /// <summary>For all terms, uses and moments, the quote is the answer that the order gets.</summary>
    [Fact]
    public void A_quote_is_the_answer_that_an_order_would_get_and_changes_nothing() =>
        Gen.Select(
            Gen.Select(Gen.Enum<CouponKind>(), Gen.Long[1, 120], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Long[0, 300]),
            Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Long[0, 400], Gen.Int[-2, 12], Gen.Bool, Gen.Bool, Gen.Bool))
            .Sample((terms, order) =>
            {
                var (kind, value, totalUses, usesPerFan, minimum) = terms;
                var (used, ofFan, amount, seconds, isKnown, wasTried, isForeign) = order;
                var now = Some.Now.AddSeconds(seconds);
                var row = new CouponRow(
                    "SUMMER",
                    new CouponTerms(
                        kind, kind == CouponKind.Percent ? Math.Min(value, 100) : value, Some.Now,
                        Some.Now.AddSeconds(10), totalUses, usesPerFan, minimum)
                    {
                        Currency = isForeign ? "EUR" : null,
                    },
                    Used: Math.Min(used, totalUses), Version: 1);
                var draft = CouponDraft.Of(
                    "SUMMER", isKnown ? row : null, [], new Dictionary<Guid, int> { [Some.User] = ofFan });

                // The last attempt of the same reservation has a use; it is given back before the next one asks.
                CouponUseRow last = new("SUMMER", Id(1), Some.User, 1, CouponUseStatus.Taken, null, Some.Now, 1);
                var (before, after) = wasTried && isKnown && row.Used > 0 && ofFan > 0
                    ? (CouponDraft.Of("SUMMER", row, [last], new Dictionary<Guid, int> { [Some.User] = ofFan }),
                        draft with
                        {
                            Row = row with { Used = row.Used - 1 },
                            UsesOfFans = draft.UsesOfFans.SetItem(Some.User, ofFan - 1),
                        })
                    : (draft, draft);

                var quote = CouponRules.Quote(before, new CouponQuestion(Some.User, amount, Id(1)), now);
                var take = CouponRules.Handle(after, new Delivered<OrderEvent>(
                    Guid.NewGuid(), Topics.OrderProcessing, "", now, null, Of(2) with { Amount = amount }));

                var use = take.Uses[Id(2)];
                Assert.Equal((use.Discount, use.Reason), (quote.Discount, quote.Reason));
            });

    [Fact]
    public void The_discounts_of_the_lines_are_the_discount_and_none_exceeds_its_price() =>
        Gen.Select(Gen.Long[0, Limits.MaxSeatPrice].Array[1, Limits.SeatsPerReservation], Gen.Double[0, 1]).Sample(
            (prices, part) =>
            {
                var discount = (long)(prices.Sum() * part);

                var shares = CouponRules.Shares(discount, [.. prices]);

                Assert.Equal(discount, shares.Sum());
                Assert.All(prices.Zip(shares), line => Assert.InRange(line.Second, 0, line.First));
                Assert.All(prices.Zip(shares), line => Assert.True(
                    Math.Abs(line.Second - (line.First * (decimal)discount / Math.Max(1, prices.Sum()))) < 1));
            });

    [Fact]
    public void What_rounding_leaves_goes_to_the_lines_that_lost_most_and_to_the_first_of_equal_ones()
    {
        Assert.Equal([4L, 3, 3], CouponRules.Shares(10, [100, 100, 100]).ToArray());
        Assert.Equal([1L, 0, 0], CouponRules.Shares(1, [100, 100, 100]).ToArray());
        Assert.Equal([1L, 2, 0], CouponRules.Shares(3, [50, 100, 0]).ToArray());
        Assert.Equal([0L, 0], CouponRules.Shares(0, [0, 0]).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => CouponRules.Shares(201, [100, 100]));
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

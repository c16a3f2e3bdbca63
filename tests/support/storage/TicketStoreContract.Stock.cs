using Ticketing.Coupons;
using Ticketing.Reservations;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    [Fact]
    public async Task A_schedule_has_stock_of_each_of_its_categories()
    {
        await SeedAdmissionAsync(SagaRows.Standing, capacity: 1_000_000, price: 900);

        Assert.Equal(
            new StockRow(SagaRows.Stalls, SeatCount, HasSeats: true, 0, 0, 1),
            await Store.LoadStockAsync(SagaRows.Stalls));
        Assert.Equal(0, (await Store.LoadStockAsync(new StockKey(Example.Schedule, "Balcony")))!.Capacity);
        Assert.Equal(
            new StockRow(SagaRows.Standing, 1_000_000, HasSeats: false, 0, 0, 1),
            await Store.LoadStockAsync(SagaRows.Standing));
        Assert.Null(await Store.LoadStockAsync(new StockKey(Guid.NewGuid(), "Stalls")));
        Assert.Null(await Store.LoadStockAsync(new StockKey(Example.Schedule, "Sta\0lls")));

        var terms = (await Store.LoadSaleTermsAsync(Example.Schedule))!;
        Assert.Equal(["Stalls", "Balcony", SagaRows.Standing.Category], terms.Categories.AsEnumerable());
        Assert.Equal([new(SagaRows.Standing.Category, 900)], terms.Admissions.AsEnumerable());
    }

    [Fact]
    public async Task General_admission_counts_as_places_that_are_free_held_or_sold()
    {
        var seats = (await Store.CountSeatsAsync(Example.Schedule))!;
        await SeedAdmissionAsync(SagaRows.Standing, capacity: 10, price: 900);
        var standing = (await Store.LoadStockAsync(SagaRows.Standing))!;
        await Store.CommitAsync(new Commit { Stock = [standing with { Allocated = 3, Sold = 2, Version = 2 }] });

        Assert.Equal(
            seats with { Free = seats.Free + 5, Held = seats.Held + 3, Sold = seats.Sold + 2 },
            await Store.CountSeatsAsync(Example.Schedule));
    }

    [Fact]
    public async Task Stock_is_replaced_by_its_next_version_only()
    {
        var stock = (await Store.LoadStockAsync(SagaRows.Stalls))!;
        await Store.CommitAsync(new Commit { Stock = [stock with { Allocated = 3, Sold = 2, Version = 2 }] });

        await AssertConflictAsync(new Commit { Stock = [stock with { Allocated = 1, Version = 1 }] });
        await AssertConflictAsync(new Commit { Stock = [stock with { Allocated = 1, Version = 2 }] });
        await AssertConflictAsync(new Commit { Stock = [stock with { Key = SagaRows.Standing, Version = 1 }] });

        Assert.Equal(
            stock with { Allocated = 3, Sold = 2, Version = 2 }, await Store.LoadStockAsync(SagaRows.Stalls));
    }

    [Theory]
    [InlineData(SeatCount, 1)]
    [InlineData(0, SeatCount + 1)]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    public async Task More_than_there_is_cannot_be_taken_or_sold(int allocated, int sold)
    {
        var stock = (await Store.LoadStockAsync(SagaRows.Stalls))!;
        var take = SagaRows.Take(1);

        await AssertConflictAsync(new Commit
        {
            Stock = [stock with { Capacity = 10 * SeatCount, Allocated = allocated, Sold = sold, Version = 2 }],
            StockTakes = [take],
        });

        Assert.Equal(stock, await Store.LoadStockAsync(SagaRows.Stalls));
        Assert.Empty(await Store.LoadStockTakesAsync(SagaRows.Stalls, [take.TakeId]));
    }

    [Fact]
    public async Task An_order_takes_once_of_a_category()
    {
        var take = SagaRows.Take(2);
        var other = take with { Key = new StockKey(Example.Schedule, "Balcony"), Quantity = 1 };
        await Store.CommitAsync(new Commit { StockTakes = [take, other] });

        await AssertConflictAsync(new Commit { StockTakes = [take with { Quantity = 1 }] });
        await AssertConflictAsync(new Commit { StockTakes = [take with { Version = 3 }] });
        await AssertConflictAsync(new Commit { StockTakes = [SagaRows.Take(1) with { Version = 2 }] });
        var sold = take with { Status = StockTakeStatus.Sold, Version = 2 };
        await Store.CommitAsync(new Commit { StockTakes = [sold] });

        Assert.Equal(
            [sold], await Store.LoadStockTakesAsync(SagaRows.Stalls, [take.TakeId, take.TakeId, Guid.NewGuid()]));
        Assert.Equal([other], await Store.LoadStockTakesAsync(other.Key, [take.TakeId]));
        Assert.Empty(await Store.LoadStockTakesAsync(new StockKey(Guid.NewGuid(), "Stalls"), [take.TakeId]));
    }

    [Fact]
    public async Task General_admission_is_unclaimed_when_no_live_reservation_has_it_for_long_oldest_first()
    {
        await SeedAdmissionAsync(SagaRows.Standing, capacity: 100, price: 900);
        var now = Example.Now.AddDays(1);
        var old = now.AddSeconds(-Limits.UnclaimedTakeSeconds);
        var (second, first) = (Standing(old), Standing(old.AddSeconds(-1)));
        var ended = Standing(old.AddSeconds(-2));
        var claimed = Standing(old);
        var row = Example.Reservation(claimed.TakeId, 1);
        var other = Example.Reservation(second.TakeId, 2);
        await Store.CommitAsync(Example.Reserve(other));
        await Store.CommitAsync(new Commit
        {
            Reservations =
            [
                row with { Seats = [new("", SagaRows.Standing.Category, 900)] },
                row with
                {
                    Id = ended.TakeId,
                    Seats = [new("", SagaRows.Standing.Category, 900)],
                    Status = ReservationStatus.Expired,
                },
            ],
            StockTakes =
            [
                second, first, claimed, ended, Standing(old.AddMilliseconds(1)),
                Standing(old) with { TakeId = Guid.NewGuid() },
                Standing(old) with { Status = StockTakeStatus.Sold },
                Standing(old) with { Status = StockTakeStatus.Released },
            ],
        });

        Assert.Equal([ended, first, second], await Store.FindUnclaimedTakesAsync(now, 10));
        Assert.Equal([ended], await Store.FindUnclaimedTakesAsync(now, 1));

        var asked = second with { At = old.AddSeconds(1), Version = 2 };
        await Store.CommitAsync(new Commit { StockTakes = [asked] });
        Assert.Equal([ended, first], await Store.FindUnclaimedTakesAsync(now, 10));

        static StockTakeRow Standing(DateTimeOffset at)
        {
            var id = Guid.NewGuid();
            return new(SagaRows.Standing, id, id, Quantity: 1, StockTakeStatus.Allocated, at, Version: 1);
        }
    }

    [Fact]
    public async Task A_coupon_is_loaded_as_it_was_committed()
    {
        var first = SagaRows.Coupon();
        var changed = first with
        {
            Terms = new CouponTerms(
                CouponKind.Fixed, 5_000_000_000, Example.Now.AddTicks(10), Example.Now.AddYears(1), 7, 3, 0),
            Used = 7,
            Version = 2,
        };
        await Store.CommitAsync(new Commit { Coupons = [first, SagaRows.Coupon("OTHER")] });
        Assert.Equal(first, await Store.LoadCouponAsync("SPRING"));

        await Store.CommitAsync(new Commit { Coupons = [changed] });

        Assert.Equal(changed, await Store.LoadCouponAsync("SPRING"));
        Assert.Equal(SagaRows.Coupon("OTHER"), await Store.LoadCouponAsync("OTHER"));
        Assert.Null(await Store.LoadCouponAsync("spring"));
        Assert.Null(await Store.LoadCouponAsync("\ud800"));
    }

    [Fact]
    public async Task A_coupon_is_not_used_more_often_than_it_may_be()
    {
        var coupon = SagaRows.Coupon();
        await Store.CommitAsync(new Commit { Coupons = [coupon] });

        await AssertConflictAsync(new Commit { Coupons = [coupon with { Used = 3, Version = 2 }] });
        await AssertConflictAsync(new Commit { Coupons = [coupon with { Used = -1, Version = 2 }] });
        await AssertConflictAsync(new Commit { Coupons = [coupon with { Used = 1, Version = 1 }] });
        await AssertConflictAsync(new Commit { Coupons = [coupon with { Used = 1, Version = 3 }] });
        await AssertConflictAsync(new Commit
        {
            Coupons = [coupon with { Terms = SagaRows.Terms with { Value = 101 }, Version = 2 }],
        });
    }

    [Fact]
    public async Task Uses_of_a_coupon_are_found_by_order_and_counted_by_fan_while_they_stand()
    {
        var fan = Guid.NewGuid();
        CouponUseRow[] uses =
        [
            SagaRows.Use(user: fan), SagaRows.Use(user: fan), SagaRows.Use(user: fan), SagaRows.Use(),
            SagaRows.Use() with { Status = CouponUseStatus.Refused, Discount = 0, Reason = "coupon-used-up" },
            SagaRows.Use("OTHER", fan),
        ];
        await Store.CommitAsync(new Commit { CouponUses = [.. uses] });
        var returned = uses[0] with { Status = CouponUseStatus.Returned, At = Example.Now.AddHours(1), Version = 2 };
        await Store.CommitAsync(new Commit { CouponUses = [returned] });

        await AssertConflictAsync(new Commit { CouponUses = [uses[1]] });
        await AssertConflictAsync(new Commit { CouponUses = [returned] });

        var found = await Store.LoadCouponUsesAsync("SPRING", [.. uses.Select(use => use.OrderId), Guid.NewGuid()]);
        Assert.Equal(
            uses[1..5].Prepend(returned).OrderBy(use => use.OrderId), found.OrderBy(use => use.OrderId));
        var counted = await Store.CountCouponUsesAsync("SPRING", [.. uses.Select(use => use.UserId), Guid.NewGuid()]);
        Assert.Equal(2, counted.Count);
        Assert.Equal((2, 1), (counted[fan], counted[uses[3].UserId]));
        Assert.Empty(await Store.CountCouponUsesAsync("SPRING", []));
    }
}

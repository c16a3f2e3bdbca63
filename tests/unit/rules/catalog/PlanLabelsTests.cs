using Ticketing.Catalog;

namespace Ticketing.Tests.Rules.Catalog;

public class PlanLabelsTests
{
    [Fact]
    public void A_seat_is_shown_with_the_words_of_its_plan()
    {
        var labels = PlanLabels.Of(Plans.Read(Halls.Create().ToJsonString()).Plan!, "revision");

        Assert.Equal(
            new SeatLabel("Block D", "6", "12", "Block D, Row 6, Seat 12"),
            labels.Find(Halls.Seat("Block D", 6, 12)));
        Assert.Null(labels.Find("unknown"));
        Assert.Null(labels.Find(""));
    }

    [Fact]
    public void What_the_plan_does_not_name_is_left_out()
    {
        var labels = PlanLabels.Of(Plans.Read(Plans.SmallWith(plan =>
        {
            plan["zones"]![0]!["rows"]![0]!["row_number"] = "";
            plan.Seat(0, 0, 0)["seat_number"] = "";
        })).Plan!, "revision");

        Assert.Equal(new SeatLabel(null, "1", "1", "Row 1, Seat 1"), labels.Find("Box"));
        Assert.Equal(new SeatLabel("Stalls", null, null, "Stalls"), labels.Find("A-1"));
        Assert.Equal(new SeatLabel("Stalls", null, "2", "Stalls, Seat 2"), labels.Find("A-2"));
    }

    [Fact]
    public void A_plan_may_have_words_of_its_own()
    {
        var labels = PlanLabels.Of(Plans.Read(Plans.SmallWith(plan =>
        {
            var row = plan["zones"]![0]!["rows"]![0]!;
            (row["row_label"], row["seat_label"]) = ("Reihe %s", "Platz %s");
        })).Plan!, "revision");

        Assert.Equal(new SeatLabel("Stalls", "A", "2", "Stalls, Reihe A, Platz 2"), labels.Find("A-2"));
    }

    [Fact]
    public void Seats_are_put_in_the_plans_order_and_unknown_ones_last()
    {
        var labels = PlanLabels.Of(Plans.Read(Plans.Rectangle(1, 12)).Plan!, "revision");

        Assert.Equal(
            ["0-8", "0-9", "0-10", "0-11", "x", "a"],
            labels.InOrder(["x", "0-10", "0-11", "0-8", "a", "0-9"], seat => seat).AsEnumerable());
    }
}

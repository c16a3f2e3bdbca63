using Ticketing.Orders;
using Ticketing.Tests.Simulation;

namespace Ticketing.Tests.Saga;

/// <summary>
/// Every edge of the choreography that takes part in paying, with every trouble, in every story that uses it: at the
/// end everything has ended and the invariants hold. A new line of the choreography is covered automatically.
/// </summary>
public class EveryEdgeTests
{
    private static readonly Lazy<ILookup<Edge, string>> StoriesOf = new(() => (
        from story in SagaStories.All.Keys
        from edge in Tell(story, null, Trouble.None).Used
        select (edge, story)).ToLookup(pair => pair.edge, pair => pair.story));

    public static TheoryData<string, Trouble> Troubles()
    {
        var data = new TheoryData<string, Trouble>();
        foreach (var edge in SagaWorld.Edges)
        {
            foreach (var trouble in Enum.GetValues<Trouble>().Where(trouble => trouble != Trouble.None))
                data.Add(edge.ToString(), trouble);
        }

        return data;
    }

    public static TheoryData<string> Stories() => [.. SagaStories.All.Keys];

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_story_ends_as_it_should_when_nothing_fails(string story)
    {
        var (_, order) = Tell(story, null, Trouble.None);

        Assert.Equal(SagaStories.All[story].End, order);
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_story_ends_in_the_same_way_in_another_currency(string story)
    {
        var (_, order) = Tell(story, null, Trouble.None, "EUR");

        Assert.Equal(SagaStories.All[story].End, order);
    }

    [Fact]
    public void Every_edge_is_part_of_a_story() =>
        Assert.Empty(SagaWorld.Edges.Where(edge => !StoriesOf.Value.Contains(edge)).Select(edge => edge.ToString()));

    [Theory]
    [MemberData(nameof(Troubles))]
    public void The_invariants_hold_and_everything_ends_whatever_befalls_an_edge(string edge, Trouble trouble)
    {
        var troubled = SagaWorld.Edges.Single(line => line.ToString() == edge);

        Assert.All(StoriesOf.Value[troubled], story => Tell(story, troubled, trouble));
    }

    private static (IReadOnlySet<Edge> Used, OrderStatus Order) Tell(
        string story, Edge? troubled, Trouble trouble, string? currency = null)
    {
        using var world = new SagaWorld(troubled, trouble, currency);
        var told = new SagaStories(world);
        try
        {
            world.Run(() => SagaStories.All[story].Tell(told));
            Invariants.AssertAll(world.Store);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"A fan {story}, and {troubled?.ToString() ?? "nothing"} {trouble}: {e.Message}"
                + Invariants.Describe(world.Store), e);
        }

        return (world.Used, world.Store.Orders.Single(order => order.OrderId == told.FirstOrder).Status);
    }
}

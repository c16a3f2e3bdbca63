namespace Ticketing.Audit;

/// <summary>
/// How SQL tells what has come to rest from what is under way: it has not changed for a while, no event of it is on
/// its way or among the dead letters, and whoever reports to be behind is not that far behind.
/// </summary>
/// <param name="quietSeconds">How long an event may take that has left the outbox.</param>
internal sealed class Settled(int quietSeconds)
{
    /// <summary>What happened until then has had time to take effect.</summary>
    public string Moment =>
        $"""
        (select least(now(), min(coalesce(oldest_at, now()))) - interval '{quietSeconds} seconds'
         from read_model_reports where reported_at > now() - interval '1 hour')
        """;

    /// <summary>Of a reservation <c>r</c> with its payment <c>p</c>.</summary>
    public string Reservation =>
        $"(r.updated_at <= {Moment} and {HasNoEvent("r.id")} and (p.order_id is null or {HasNoEvent("p.order_id")}))";

    /// <summary>Of an order <c>o</c>.</summary>
    public string Order =>
        $"(o.updated_at <= {Moment} and {HasNoEvent("o.id")} and {HasNoEvent("o.reservation_id")})";

    private static string HasNoEvent(string id) =>
        $"{id}::text not in (select key from outbox union all select key from dead_letters)";
}

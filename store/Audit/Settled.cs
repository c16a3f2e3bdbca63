namespace Ticketing.Store;

/// <summary>
/// SQL conditions for rows that have settled: they have not changed for a while, none of their events is in the outbox
/// or among the dead letters, and no consumer reports to be behind their last change.
/// </summary>
/// <param name="quietSeconds">How long the handling of an event may take after it has left the outbox.</param>
internal sealed class Settled(int quietSeconds)
{
    /// <summary>The moment up to which every event has had time to take effect.</summary>
    public string Moment =>
        $"""
        (select least(now(), min(coalesce(oldest_at, now()))) - interval '{quietSeconds} seconds'
         from read_model_reports where reported_at > now() - interval '1 hour')
        """;

    /// <summary>For a reservation <c>r</c> with its payment <c>p</c>.</summary>
    public string Reservation =>
        $"(r.updated_at <= {Moment} and {HasNoEvent("r.id")} and (p.order_id is null or {HasNoEvent("p.order_id")}))";

    /// <summary>For an order <c>o</c>.</summary>
    public string Order =>
        $"(o.updated_at <= {Moment} and {HasNoEvent("o.id")} and {HasNoEvent("o.reservation_id")})";

    private static string HasNoEvent(string id) =>
        $"{id}::text not in (select key from outbox union all select key from dead_letters)";
}

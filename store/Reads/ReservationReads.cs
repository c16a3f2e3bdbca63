using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Reservations;

namespace Ticketing.Store;

/// <summary>
/// Lists a fan's reservations, newest first. The rows come from the read model, which may be a little old, and recent
/// changes are read from the tables and merged into them. A reservation whose hold has just expired may still be
/// Pending; callers that need the exact state must ask the reservation's grain.
/// </summary>
public sealed class ReservationReads(ReadDatabase reads, IOptions<StoreOptions> options, TimeProvider time)
{
    private const int ClockDifferenceSeconds = 3;

    // Every change that the model may lack was decided within this time, even if its commit had to wait.
    private readonly TimeSpan lately = TimeSpan.FromSeconds(
        options.Value.MaxStalenessSeconds + options.Value.SlowestCommitSeconds + ClockDifferenceSeconds);

    public async Task<IReadOnlyList<ReservationView>> ListAsync(
        Guid userId, PagePosition after, int limit, CancellationToken cancellation)
    {
        if (reads.Model is { } model)
        {
            // Both queries run at once, so the page is about one moment.
            var recent = ReservationQueries.TablesAsync(
                reads.Primary, userId, after, limit, time.GetUtcNow() - lately, cancellation);
            var kept = KeptAsync(model, userId, after, limit, cancellation);
            await Task.WhenAll([recent, (Task)kept]).ConfigureAwait(false);
            if (await kept is { } known)
                return Page(known, await recent, limit);
        }

        var all = await ReservationQueries.TablesAsync(
            reads.Primary, userId, after, limit, DateTimeOffset.UnixEpoch, cancellation).ConfigureAwait(false);
        return [.. all.Select(listed => listed.View)];
    }

    /// <summary>Null when the model cannot be read.</summary>
    private async Task<IReadOnlyList<ListedReservation>?> KeptAsync(
        NpgsqlDataSource model, Guid userId, PagePosition after, int limit, CancellationToken cancellation)
    {
        try
        {
            var asked = ReservationQueries.ModelAsync(model, userId, after, limit, cancellation);
            return await reads.WaitAsync(model, asked).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            reads.Doubt(model, fault);
            return null;
        }
    }

    /// <summary>
    /// Merges two lists. Both are sorted and cut at the limit, and contain a reservation as of some version; its
    /// creation time and id never change. So the first rows of both together are the first of all.
    /// </summary>
    private static IReadOnlyList<ReservationView> Page(
        IReadOnlyList<ListedReservation> kept, IReadOnlyList<ListedReservation> recent, int limit)
    {
        if (recent.Count == 0)
            return [.. kept.Select(listed => listed.View)];
        var newest = kept.ToDictionary(listed => listed.View.Id);
        foreach (var listed in recent)
            if (!newest.TryGetValue(listed.View.Id, out var other) || other.Version < listed.Version)
                newest[listed.View.Id] = listed;
        return [.. newest.Values
            .Select(listed => listed.View)
            .OrderByDescending(view => view.CreatedAt)
            .ThenByDescending(view => view.Id) // in the order of Postgres' uuid
            .Take(limit)];
    }
}

/// <param name="Version">
/// The version of the reservation's row: of two copies, the one with the higher version is newer.
/// </param>
internal sealed record ListedReservation(ReservationView View, long Version);

/// <summary>Position in a list ordered by time and id: the page begins after this item.</summary>
public sealed record PagePosition(DateTimeOffset At, Guid Id)
{
    /// <summary>The start of a list that has the newest first.</summary>
    public static PagePosition Newest { get; } =
        new(new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), Guid.AllBitsSet);

    /// <summary>The start of a list that has the oldest first.</summary>
    public static PagePosition Oldest { get; } = new(DateTimeOffset.UnixEpoch, Guid.Empty);
}

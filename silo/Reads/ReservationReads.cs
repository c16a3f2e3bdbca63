using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Postgres;
using Ticketing.Reservations;

namespace Ticketing.Reads;

/// <summary>
/// A fan's reservations, newest first, as the tables have them: one that ran out a moment ago may still be Pending.
/// What must be exact asks the reservation's grain. They are read from the read model, which may be a little old, and
/// what has changed lately from the tables on top of it.
/// </summary>
public sealed class ReservationReads(ReadDatabase reads, IOptions<StoreOptions> options, TimeProvider time)
{
    private const int ClockDifferenceSeconds = 3;

    // Whatever the model does not know was decided after this, also when its commit had to wait.
    private readonly TimeSpan lately = TimeSpan.FromSeconds(
        options.Value.MaxStalenessSeconds + options.Value.SlowestCommitSeconds + ClockDifferenceSeconds);

    public async Task<IReadOnlyList<ReservationView>> ListAsync(
        Guid userId, PagePosition after, int limit, CancellationToken cancellation)
    {
        if (reads.Model is { } model)
        {
            // Both at once: what is written meanwhile belongs to neither or to both.
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

    /// <summary>Null when the model is not to be had.</summary>
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
    /// Both are sorted, end at the limit, and say of a reservation what it was at some version; when and under which id
    /// it was made never changes. So the first of both together are the first of all.
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

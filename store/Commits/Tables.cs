using System.Collections.Immutable;
using Npgsql;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Every table that commits write. A new one is a property of <see cref="Commit"/> with its row, an entry in one of
/// these lists, and a migration in <c>store/schema</c>.
/// </summary>
internal static class Tables
{
    /// <summary>In the order in which a transaction locks them.</summary>
    public static readonly ImmutableArray<Table> All =
        [.. SaleTables.All, new FanLimitTable(), .. QueueTables.All, .. OrderTables.All, .. EventTables.All];
}

/// <summary>A table that commits write.</summary>
internal abstract class Table
{
    /// <summary>How many rows of this table the commit holds; 0 for rows that are derived from other rows.</summary>
    public abstract int Count(Commit commit);

    /// <summary>Throws <see cref="ArgumentException"/> when Postgres cannot store a text of the commit.</summary>
    public abstract void AssertStorable(Commit commit);

    /// <summary>Adds at most one insert and one update: all rows of all commits, an array for each column.</summary>
    /// <param name="replanned">Gets an update that needs a plan of its own.</param>
    public abstract void AddTo(
        List<NpgsqlBatchCommand> statements,
        List<NpgsqlBatchCommand> replanned,
        ReadOnlySpan<PendingCommit> commits);
}

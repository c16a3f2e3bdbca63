using System.Collections.Immutable;
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
        [.. SaleTables.All, .. QueueTables.All, .. OrderTables.All, .. EventTables.All];
}

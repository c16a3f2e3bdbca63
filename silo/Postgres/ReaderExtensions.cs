using Npgsql;

namespace Ticketing.Postgres;

internal static class ReaderExtensions
{
    public static Guid? GuidOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetGuid(column);

    public static DateTimeOffset MomentAt(this NpgsqlDataReader row, int column) =>
        row.GetFieldValue<DateTimeOffset>(column);
}

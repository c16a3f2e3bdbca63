using Npgsql;
using NpgsqlTypes;

namespace Ticketing.Postgres;

/// <summary>Writes all rows of one table by one statement that takes an array for every column.</summary>
/// <param name="sql">Its parameters are the columns, in their order.</param>
internal sealed class TableWrite<TRow>(string sql, params Func<TRow[], NpgsqlParameter>[] columns)
{
    public void AddTo(NpgsqlBatch batch, TRow[] rows)
    {
        if (rows.Length == 0)
            return;
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
            command.Parameters.Add(column(rows));
        batch.BatchCommands.Add(command);
    }

    public static Func<TRow[], NpgsqlParameter> Column<TValue>(NpgsqlDbType type, Converter<TRow, TValue> value) =>
        rows => new NpgsqlParameter<TValue[]>
        {
            NpgsqlDbType = NpgsqlDbType.Array | type,
            TypedValue = Array.ConvertAll(rows, value),
        };
}

using Npgsql;

namespace Ticketing.Postgres;

/// <summary>How many keys of one kind are loaded by one query.</summary>
/// <param name="Kind">For logs and meters.</param>
/// <param name="Sql">
/// Answers at most one row a key, whose first column is the key's place among those asked, from 1.
/// </param>
/// <param name="Read">Reads the columns from the second on.</param>
internal sealed record LoadQuery<TKey, TValue>(
    string Kind,
    string Sql,
    Func<TKey[], NpgsqlParameter[]> Parameters,
    Func<NpgsqlDataReader, TKey, TValue> Read)
    where TKey : notnull
    where TValue : class;

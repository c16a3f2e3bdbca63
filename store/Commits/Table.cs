using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// The columns of one table and how they are read from a row; the statements are made from that. A row with version 1
/// is inserted; a higher version replaces the version before it, and <c>expect_rows</c> rolls the transaction back when
/// that was not there. Rows are sorted by their keys, so that two transactions lock them in the same order. The arrays
/// are unnested side by side in the select list, which takes half the time of one unnest in the from clause.
/// </summary>
/// <param name="rowsOf">The rows of this table in a commit.</param>
internal sealed class Table<TRow>(string name, Func<Commit, ImmutableArray<TRow>> rowsOf) : Table
{
    private readonly List<Column> columns = [];
    private readonly List<Comparison<TRow>> keys = [];
    private Func<TRow, bool> isNew = _ => true;
    private Comparison<TRow>? insertOrder;
    private Func<List<TRow>, IEnumerable<TRow>>? merge;
    private bool isDerived;
    private bool isReplanned;
    private string onConflict = "";
    private string alsoSet = "";
    private string? ownUpdate;
    private Statement? insert;
    private Statement? update;

    private enum Role
    {
        Key,
        Fixed,
        Changing,
    }

    /// <summary>A part of the primary key. A table without one is written in the order of the commits.</summary>
    public Table<TRow> Key<TValue>(string column, Func<TRow, TValue> value)
    {
        var order = typeof(TValue) == typeof(string)
            ? (IComparer<TValue>)StringComparer.Ordinal
            : Comparer<TValue>.Default;
        keys.Add((left, right) => order.Compare(value(left), value(right)));
        return Add(Role.Key, column, value);
    }

    /// <summary>Written when the row is inserted, never changed.</summary>
    public Table<TRow> Fixed<TValue>(string column, Func<TRow, TValue> value) => Add(Role.Fixed, column, value);

    public Table<TRow> Fixed(string column, Func<TRow, DateTimeOffset> value) =>
        Add(Role.Fixed, column, row => value(row).UtcDateTime);

    /// <summary>Written with every version of the row.</summary>
    public Table<TRow> Changing<TValue>(string column, Func<TRow, TValue> value) =>
        Add(Role.Changing, column, value);

    public Table<TRow> Changing(string column, Func<TRow, DateTimeOffset> value) =>
        Add(Role.Changing, column, row => value(row).UtcDateTime);

    public Table<TRow> Changing(string column, Func<TRow, DateTimeOffset?> value) =>
        Add(Role.Changing, column, row => value(row)?.UtcDateTime);

    /// <summary>A column of JSON text.</summary>
    /// <param name="texts">The texts in it: JSON would replace half a character, not refuse it.</param>
    public Table<TRow> Json(
        string column, Func<TRow, string?> write, Func<TRow, IEnumerable<string>> texts, bool changes = false)
    {
        Add(changes ? Role.Changing : Role.Fixed, column, write);
        columns[^1] = columns[^1] with { Text = null, Texts = texts };
        return this;
    }

    public Table<TRow> Version(Func<TRow, long> version)
    {
        isNew = row => version(row) == 1;
        return Add(Role.Changing, "version", version);
    }

    /// <summary>The rows are inserted by other code, when a schedule is created; commits only change them.</summary>
    public Table<TRow> UpdatesOnly()
    {
        isNew = _ => false;
        return this;
    }

    /// <summary>An update that is not made from the columns: its parameters are all of them, in their order.</summary>
    public Table<TRow> UpdatedBy(string sql, Func<TRow, bool> inserts)
    {
        (ownUpdate, isNew) = (sql, inserts);
        return this;
    }

    /// <summary>A further assignment of the update; <c>t</c> is the row, <c>c</c> what is written.</summary>
    public Table<TRow> AlsoSets(string assignment)
    {
        alsoSet = $", {assignment}";
        return this;
    }

    /// <summary>The end of the insert, for rows that may exist.</summary>
    /// <param name="rowsByKey">Makes one row of those with the same key: a statement cannot touch a row twice.</param>
    public Table<TRow> OnConflict(string clause, Func<List<TRow>, IEnumerable<TRow>> rowsByKey)
    {
        (onConflict, merge) = (clause, rowsByKey);
        return this;
    }

    /// <summary>The rows are made from those of another table, which count for them.</summary>
    public Table<TRow> Derived()
    {
        isDerived = true;
        return this;
    }

    public Table<TRow> InsertedBy(Comparison<TRow> order)
    {
        insertOrder = order;
        return this;
    }

    /// <summary>The update needs a plan that knows how many rows it gets.</summary>
    public Table<TRow> Replanned()
    {
        isReplanned = true;
        return this;
    }

    public override int Count(Commit commit) => isDerived ? 0 : rowsOf(commit).Length;

    public override void AssertStorable(Commit commit)
    {
        foreach (var row in rowsOf(commit))
            foreach (var column in columns)
                if (!column.IsStorable(row))
                    throw new ArgumentException($"{name}.{column.Name} would hold NUL or half a character.");
    }

    public override void AddTo(
        List<NpgsqlBatchCommand> statements,
        List<NpgsqlBatchCommand> replanned,
        ReadOnlySpan<PendingCommit> commits)
    {
        var gathered = new List<TRow>();
        foreach (var pending in commits) gathered.AddRange(rowsOf(pending.Commit).AsSpan());
        if (gathered.Count == 0) return;

        TRow[] rows = merge is null ? [.. gathered] : [.. merge(gathered)];
        var created = Array.FindAll(rows, row => isNew(row));
        if (created.Length > 0) statements.Add(Command(insert ??= InsertOf(), created, insertOrder ?? ByKey));
        var changed = Array.FindAll(rows, row => !isNew(row));
        if (changed.Length > 0)
            (isReplanned ? replanned : statements).Add(Command(update ??= UpdateOf(), changed, ByKey));
    }

    private NpgsqlBatchCommand Command(Statement statement, TRow[] rows, Comparison<TRow> order)
    {
        if (keys.Count > 0) Array.Sort(rows, order);
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var column in statement.Parameters) command.Parameters.Add(column.ToArray(rows));
        return command;
    }

    private int ByKey(TRow left, TRow right)
    {
        foreach (var key in keys)
            if (key(left, right) is var order and not 0)
                return order;
        return 0;
    }

    private Statement InsertOf()
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        var arrays = string.Join(", ", columns.Select((_, at) => $"unnest(${at + 1})"));
        return new($"insert into {name} as t ({names}) select {arrays} {onConflict}", [.. columns]);
    }

    private Statement UpdateOf()
    {
        if (ownUpdate is not null) return new(ownUpdate, [.. columns]);
        Column[] written = [.. columns.Where(column => column.Role != Role.Fixed)];
        var arrays = string.Join(", ", written.Select((column, at) => $"unnest(${at + 1}) as {column.Name}"));
        var changes = string.Join(", ", Names(Role.Changing).Select(column => $"{column} = c.{column}"));
        var match = string.Join(" and ", Names(Role.Key).Select(column => $"t.{column} = c.{column}"));
        return new(
            $"""
            with written as (
                update {name} t set {changes}{alsoSet} from (select {arrays}) c
                where {match} and t.version = c.version - 1
                returning 1)
            select expect_rows('{name}', cardinality($1), (select count(*) from written))
            """,
            written);

        IEnumerable<string> Names(Role role) =>
            columns.Where(column => column.Role == role).Select(column => column.Name);
    }

    private Table<TRow> Add<TValue>(Role role, string column, Func<TRow, TValue> value)
    {
        var type = NpgsqlDbType.Array | TypeOf(Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue));
        columns.Add(new Column(
            column,
            role,
            rows => new NpgsqlParameter<TValue[]>
            {
                NpgsqlDbType = type,
                TypedValue = Array.ConvertAll(rows, row => value(row)),
            },
            value as Func<TRow, string?>,
            Texts: null));
        return this;
    }

    private static NpgsqlDbType TypeOf(Type type) =>
        type == typeof(Guid) ? NpgsqlDbType.Uuid
        : type == typeof(string) ? NpgsqlDbType.Text
        : type == typeof(long) ? NpgsqlDbType.Bigint
        : type == typeof(int) ? NpgsqlDbType.Integer
        : type == typeof(short) ? NpgsqlDbType.Smallint
        : type == typeof(bool) ? NpgsqlDbType.Boolean
        : type == typeof(DateTime) ? NpgsqlDbType.TimestampTz
        : type == typeof(byte[]) ? NpgsqlDbType.Bytea
        : throw new ArgumentException($"There is no column type for {type}.");

    private sealed record Column(
        string Name,
        Role Role,
        Func<TRow[], NpgsqlParameter> ToArray,
        Func<TRow, string?>? Text,
        Func<TRow, IEnumerable<string>>? Texts)
    {
        public bool IsStorable(TRow row) =>
            (Text?.Invoke(row) is not { } text || StorableText.Is(text))
            && (Texts is null || Texts(row).All(StorableText.Is));
    }

    private sealed record Statement(string Sql, Column[] Parameters);
}

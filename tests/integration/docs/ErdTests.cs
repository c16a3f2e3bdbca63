using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Docs;

[Collection(PostgresCollection.Name)]
public sealed class ErdTests(PostgresFixture postgres)
{
    private const string Catalog =
        """
        select t.relname, c.attname, format_type(c.atttypid, c.atttypmod), not c.attnotnull,
            exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary and c.attnum = any (i.indkey)),
            exists (select from pg_index i where i.indrelid = t.oid and i.indisunique and i.indpred is null
                and i.indkey::smallint[] = array[c.attnum]),
            (select f.confrelid::regclass::text from pg_constraint f
                where f.conrelid = t.oid and f.contype = 'f' and f.conkey = array[c.attnum])
        from pg_class t join pg_attribute c on c.attrelid = t.oid
        where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and c.attnum > 0 and not c.attisdropped
        order by t.relname, c.attnum
        """;

    [Fact]
    public async Task The_file_shows_the_tables_that_the_migrations_make() =>
        DocumentFile.ShouldBe("erd.md", Erd.Draw(await ColumnsAsync()));

    [Fact]
    public async Task Every_table_has_its_place_and_every_reference_leads_somewhere()
    {
        var columns = await ColumnsAsync();
        var noted = TableNotes.Groups.SelectMany(group => group.Tables.Keys).ToArray();

        Assert.Equal(columns.Select(column => column.Table).Distinct().Order(), noted.Order());
        Assert.Empty(columns
            .Where(column => column.Name.EndsWith("id", StringComparison.Ordinal) && Erd.ParentOf(column) is null)
            .Where(column => !TableNotes.NoReferences.Contains(column.Name) && !column.IsKey)
            .Select(column => $"{column.Table}.{column.Name} refers to no table"));
        Assert.Empty(columns.Select(Erd.ParentOf).OfType<string>().Except(noted));
        Assert.Empty(TableNotes.NameReferences.Keys.Except(columns.Select(column => column.Name)));
        Assert.Empty(TableNotes.ColumnReferences.Keys.Except(
            columns.Select(column => $"{column.Table}.{column.Name}")));
    }

    private async Task<IReadOnlyList<Column>> ColumnsAsync()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await new Migrations(dataSource, NullLogger<Migrations>.Instance).ApplyAsync();
        await using var command = dataSource.CreateCommand(Catalog);
        await using var row = await command.ExecuteReaderAsync();
        var columns = new List<Column>();
        while (await row.ReadAsync())
        {
            var type = row.GetString(2);
            columns.Add(new Column(
                row.GetString(0),
                row.GetString(1),
                type == "timestamp with time zone" ? "timestamptz" : type,
                row.GetBoolean(3),
                row.GetBoolean(4),
                row.GetBoolean(5),
                row.IsDBNull(6) ? null : row.GetString(6)));
        }

        return columns;
    }
}

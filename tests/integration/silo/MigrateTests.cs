using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>The command that the migration's job runs.</summary>
[Collection(PostgresCollection.Name)]
public sealed class MigrateTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_silos_program_migrates_also_for_Orleans_storage_and_tells_files_not_statements()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var (exit, output, _) = await ProgramCommand.RunAsync("silo.dll", database.ConnectionString, "migrate");

        Assert.Equal(0, exit);
        Assert.Contains("Applied migration 0100_orleans_storage", output, StringComparison.Ordinal);
        Assert.DoesNotContain("create table", output, StringComparison.OrdinalIgnoreCase);
        Assert.True(await database.ScalarAsync<bool>("select to_regclass('orleans_storage') is not null"));
    }
}

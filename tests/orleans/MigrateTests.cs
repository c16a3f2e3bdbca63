using System.Diagnostics;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>What the migration's job runs.</summary>
[Collection(PostgresCollection.Name)]
public sealed class MigrateTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_silos_program_migrates_also_for_Orleans_storage_and_tells_files_not_statements()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var silo = Path.Combine(AppContext.BaseDirectory, "silo.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", silo, "migrate"])
        {
            RedirectStandardOutput = true,
            Environment = { ["Ticketing__Store__ConnectionString"] = database.ConnectionString },
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("Applied migration 0100_orleans_storage", output, StringComparison.Ordinal);
        Assert.DoesNotContain("create table", output, StringComparison.OrdinalIgnoreCase);
        Assert.True(await database.ScalarAsync<bool>("select to_regclass('orleans_storage') is not null"));
    }
}

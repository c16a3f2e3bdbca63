using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Processes;

/// <summary>The commands that the program's first argument selects.</summary>
[Collection(PostgresCollection.Name)]
public sealed class CommandTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_database_is_migrated_by_a_command_and_a_second_time_changes_nothing()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var files = Migration.Embedded();
        var whole = $"The database has the schema of this version: {files.Count} migrations.";

        var (exit, output, error) = await RunAsync(database.ConnectionString, "migrate");

        Assert.Equal((0, ""), (exit, error));
        Assert.All(files, file => Assert.Contains($"Applied migration {file.Name}", output));
        Assert.Contains(whole, output);
        Assert.Equal(files.Count, await database.ScalarAsync<long>("select count(*) from schema_migrations"));
        Assert.Equal((0, whole + "\n", ""), await RunAsync(database.ConnectionString, "migrate"));
    }

    [Fact]
    public async Task A_migration_waits_for_a_database_that_starts_and_then_says_that_it_does_not_answer()
    {
        var (exit, output, error) = await RunAsync(
            "Host=127.0.0.1;Port=1", "migrate", "--Ticketing:Store:StartupWaitSeconds=2");

        Assert.Equal(1, exit);
        Assert.Contains("trying again for up to 2 s", output);
        Assert.StartsWith("migrate failed: the database: ", error);
    }

    [Fact]
    public async Task A_migration_that_was_changed_after_it_had_been_applied_is_told_in_one_line()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(); // must not be reused by the next test
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        await database.ExecuteAsync("update schema_migrations set checksum = md5('other') where number = 1");

        await ShouldFailAsync(database.ConnectionString, "was changed after it had been applied", "migrate");
    }

    [Fact]
    public async Task The_read_model_is_rebuilt_by_a_command()
    {
        await using var database = await postgres.CreateDatabaseAsync();

        var (exit, output, error) = await RunAsync(database.ConnectionString, "rebuild-read-model");

        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("The read model is whole: 0 reservations", output);
    }

    [Fact]
    public async Task An_audit_says_by_its_exit_code_whether_all_is_well()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (clean, report, _) = await RunAsync(database.ConnectionString, "audit");
        Assert.Equal(0, clean);
        Assert.Matches(@"ok       I1 .*: 0\n(.*\n)*All \d+ checks hold.", report);

        for (var user = 0; user < 21; user++)
            await database.ExecuteAsync("insert into balances values ($1, 5, 1)", Guid.NewGuid());
        var (violated, offenders, error) = await RunAsync(database.ConnectionString, "audit");

        Assert.Equal((1, ""), (violated, error));
        Assert.Contains("VIOLATED I2 a balance is the sum of its ledger: 21", offenders);
        Assert.Contains("and 1 more", offenders);
    }

    [Fact]
    public async Task An_audit_that_cannot_be_made_says_so()
    {
        var (exit, output, error) = await RunAsync("Host=127.0.0.1;Port=1", "audit");

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("audit failed: the database: ", error);
    }

    [Fact]
    public async Task A_database_that_was_never_migrated_is_refused_in_one_line()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();

        await ShouldFailAsync(database.ConnectionString, "start the server first.", "rebuild-read-model");
    }

    [Fact]
    public Task A_setting_of_the_command_line_counts_and_a_wrong_one_is_named() => ShouldFailAsync(
        "Host=127.0.0.1;Port=1", "PoolSize (1) must exceed Writers",
        "rebuild-read-model", "--Ticketing:Store:PoolSize=1");

    [Fact]
    public Task A_database_that_does_not_answer_is_told_in_one_line() =>
        ShouldFailAsync("Host=127.0.0.1;Port=1", "rebuild-read-model failed: the database: ", "rebuild-read-model");

    [Fact]
    public Task An_unknown_command_says_which_there_are() => ShouldFailAsync(
        "Host=127.0.0.1;Port=1",
        "rebuild failed: there is no such command. There are: migrate, rebuild-read-model, audit.", "rebuild");

    private static async Task ShouldFailAsync(string connectionString, string told, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(connectionString, arguments);

        Assert.Equal((1, ""), (exit, output));
        Assert.Contains(told, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static Task<(int Exit, string Output, string Error)> RunAsync(
        string connectionString, params string[] arguments) =>
        ProgramCommand.RunAsync("api.dll", connectionString, arguments);
}

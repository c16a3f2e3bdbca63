using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Docs;

/// <summary>The commands of README.md and docs/features.md, pasted into a shell as a reader would.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadmeTests(PostgresFixture postgres) : IDisposable
{
    private const string Readme = "README.md";
    private const string Features = "docs/features.md";
    private readonly string folder = Directory.CreateTempSubdirectory("walk").FullName;

    [Fact]
    public async Task The_walk_puts_a_date_on_sale_and_ends_with_a_seat_a_turn_and_a_guest_let_in()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await using var api = await ApiProcess.StartAsync(database.ConnectionString);
        await PutPasswordAsync(ApiProcess.OperatorPassword);

        var (output, error) = await PasteAsync(
            api.Address.Port,
            Block(Readme, "## A walk"), Block(Readme, "## A walk", 1),
            Block(Features, "## The waiting queue"), Block(Features, "## Tickets at the gate"));

        Assert.Equal("", error);
        Assert.Collection(
            output,
            sale => Assert.StartsWith("on sale: ", sale),
            account => Assert.Contains("\"email\"", account),
            charge => Assert.Contains("\"balance\":1000000", charge),
            payment => Assert.Contains("\"status\":\"Confirmed\"", payment),
            tickets => Assert.Contains("\"code\"", tickets),
            reservation => Assert.Contains("\"status\":\"Confirmed\"", reservation),
            place => Assert.Contains("\"status\":\"Active\"", place),
            queued => Assert.Contains("\"status\":\"Pending\"", queued),
            tickets => Assert.Contains("\"code\"", tickets),
            guest => Assert.Contains("\"usedGate\":\"North\"", guest));
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(folder, ".local", "ticket.svg")));
    }

    [Fact]
    public async Task The_walk_stops_at_the_first_problem_and_shows_it()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await using var api = await ApiProcess.StartAsync(database.ConnectionString);
        await PutPasswordAsync("not the password");

        var (output, error) = await PasteAsync(
            api.Address.Port, Block(Readme, "## A walk"), Block(Features, "## Tickets at the gate"));

        Assert.Empty(output);
        Assert.Equal(["wrong-credentials", "unauthenticated"], ProblemsIn(error));
        Assert.False(File.Exists(Path.Combine(folder, ".local", "ticket.svg")));
    }

    [Fact]
    public async Task A_call_of_the_walk_is_repeated_while_the_server_is_busy_and_gives_only_the_last_answer()
    {
        var port = FreePorts.Next();
        using var listener = new HttpListener { Prefixes = { $"http://localhost:{port}/" } };
        listener.Start();
        var answers = AnswerAsync(listener, 503, 503, 201, 503, 404);
        var helpers = Block(Readme, "## A walk").Split("\n\n")[0];

        var (output, error) = await PasteAsync(
            port, helpers, "call $api/sales -d '{}' | field id && call $api/sales -d '{}' && echo after");
        await answers;

        Assert.Equal(["sale-3"], output);
        Assert.Equal(["problem-5"], ProblemsIn(error));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task PutPasswordAsync(string password)
    {
        Directory.CreateDirectory(Path.Combine(folder, ".local"));
        await File.WriteAllTextAsync(Path.Combine(folder, ".local", "operator-password"), password + "\n");
    }

    /// <summary>The lines that a shell prints to which the blocks are given one after the other.</summary>
    private async Task<(string[] Output, string Error)> PasteAsync(int port, params string[] blocks)
    {
        var shell = new ProcessStartInfo("bash", ["--norc"]) { WorkingDirectory = folder };
        shell.Environment["TICKETING_PORT"] = $"{port}";
        var (_, output, error) = await Tool.RunAsync(shell, string.Join('\n', blocks) + "\n");
        return (output.Split('\n', StringSplitOptions.RemoveEmptyEntries), error);
    }

    private static IEnumerable<string> ProblemsIn(string error) =>
        Regex.Matches(error, "\"type\":\"/problems/([^\"]*)\"").Select(problem => problem.Groups[1].Value);

    private static async Task AnswerAsync(HttpListener listener, params int[] statuses)
    {
        foreach (var (index, status) in statuses.Index())
        {
            var context = await listener.GetContextAsync();
            context.Response.StatusCode = status;
            context.Response.Headers["Retry-After"] = "1";
            var body = status < 400
                ? $$"""{"id":"sale-{{index + 1}}"}"""
                : $$"""{"type":"/problems/problem-{{index + 1}}"}""";
            context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
        }
    }

    /// <summary>A block of commands below a heading: the first, or one of those that follow it.</summary>
    private static string Block(string document, string heading, int number = 0)
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, document));
        var section = text[text.IndexOf(heading, StringComparison.Ordinal)..];
        return section.Split("```bash\n")[number + 1].Split("```")[0];
    }
}

using System.Diagnostics;
using Ticketing.Store;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Docs;

/// <summary>The commands of README.md and docs/features.md, run as a reader would paste them.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadmeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_walk_ends_with_a_confirmed_seat_and_the_queue_admits_the_fan()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await using var api = new ServerProcess("api.dll", new Dictionary<string, string>(
            ApiProcess.Environment(database.ConnectionString))
        {
            [DemoSeed.FolderSetting.Replace(":", "__")] = Path.Combine(SourceTree.Root, "deploy", "local", "demo"),
        });
        await api.StartAsync();

        string[] blocks = [Block("README.md", "## A walk"), Block("docs/features.md", "## The waiting queue")];
        var script = string.Join('\n', blocks)
            .Replace("http://localhost:8080", api.Address.ToString().TrimEnd('/'));
        var (exit, output, error) = await Tool.RunAsync(new ProcessStartInfo("bash", ["-c", script]));

        var lines = output.Trim().Split('\n');
        Assert.True(exit == 0, error);
        Assert.Contains("\"status\":\"Confirmed\"", lines[4]);
        Assert.Contains("\"status\":\"Active\"", lines[5]);
        Assert.Contains("\"status\":\"Pending\"", lines[6]);
        Assert.Equal(7, lines.Length);
    }

    /// <summary>The first block of commands below a heading.</summary>
    private static string Block(string document, string heading)
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, document));
        var section = text.IndexOf(heading, StringComparison.Ordinal);
        var begin = text.IndexOf("```bash\n", section, StringComparison.Ordinal) + "```bash\n".Length;
        return text[begin..text.IndexOf("```", begin, StringComparison.Ordinal)];
    }
}

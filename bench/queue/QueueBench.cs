namespace Ticketing.Bench.Queue;

/// <summary>
/// Joining queues and polling places over HTTP, compared with the same server's most trivial address. Each of three
/// rounds measures all three, so that other load on the machine affects all. A ratio compares figures of one round; the
/// median of the ratios counts.
/// </summary>
public static class QueueBench
{
    private const int Fans = 4_000;
    private const int Schedules = 120;
    private const int Rounds = 3;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(Uri address, string folder)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address, "/api/v1/") };
        var crowd = await QueueCrowd.GatherAsync(http, Fans, Schedules);
        var tokens = await crowd.JoinAsync(crowd.Schedules[0]);
        var live = new Uri(address, "/health/live");
        var look = await LuaAsync(folder, "look", Looks, tokens);
        var issued = 0;
        var measured = new List<(Wrk Trivial, Wrk Look, Wrk Issue)>();

        await WarmUp.RunAsync("the server", async () => (await Wrk.RunAsync(live, Phase, look)).PerSecond);
        for (var round = 0; round < Rounds; round++)
        {
            // Every fan joins each of a share of the queues once; wrk starts at the beginning in every run.
            var share = crowd.Schedules.Skip(1 + issued).Take((Schedules - 1) / Rounds).ToArray();
            issued += share.Length;
            var issue = await LuaAsync(
                folder, $"issue-{round}", Issues, crowd.Bearers, share.Select(id => id.ToString()));
            var before = await crowd.CountNumbersAsync();
            measured.Add((
                await Wrk.RunAsync(live, Phase),
                await Wrk.RunAsync(live, Phase, look),
                await Wrk.RunAsync(live, Phase, issue)));
            var given = await crowd.CountNumbersAsync() - before;
            Console.WriteLine($"round {round + 1}: {given:N0} places given");
        }

        Print("trivial", measured.Select(round => round.Trivial));
        Print("look at a place", measured.Select(round => round.Look));
        Print("take a place", measured.Select(round => round.Issue));
        Figures.Print("queue.poll_per_second", Median(measured, round => round.Look.PerSecond), "/s");
        Figures.Print("queue.issue_per_second", Median(measured, round => round.Issue.PerSecond), "/s");
        Figures.Print("queue.poll_ratio_to_trivial", Median(measured, round => Ratio(round.Look, round.Trivial)), "x");
        Figures.Print(
            "queue.issue_ratio_to_trivial", Median(measured, round => Ratio(round.Issue, round.Trivial)), "x");
    }

    // Each list of strings becomes a table of the script; the requests go through it in turn.
    private const string Looks = """
        local at = 0
        request = function()
          at = at % #first + 1
          return wrk.format("GET", "/api/v1/queue-tokens/" .. first[at])
        end
        """;

    private const string Issues = """
        local at = 0
        request = function()
          local fan, schedule = at % #first + 1, math.floor(at / #first) % #second + 1
          at = at + 1
          return wrk.format("POST", "/api/v1/schedules/" .. second[schedule] .. "/queue-tokens",
            { ["Authorization"] = "Bearer " .. first[fan] })
        end
        """;

    private static async Task<string> LuaAsync(
        string folder, string name, string script, IEnumerable<string> first, IEnumerable<string>? second = null)
    {
        var path = Path.Combine(folder, $"{name}.lua");
        await File.WriteAllTextAsync(
            path, $"local first = {Table(first)}\nlocal second = {Table(second ?? [])}\n{script}");
        return path;
    }

    private static string Table(IEnumerable<string> values) =>
        $"{{{string.Join(',', values.Select(value => $"\"{value}\""))}}}";

    private static void Print(string what, IEnumerable<Wrk> runs)
    {
        var rounds = runs.ToArray();
        Console.WriteLine($"{what,-16} {Median(rounds, run => run.PerSecond),10:N0} /s, "
            + $"p50 {Median(rounds, run => run.P50Milliseconds):0.00} ms, "
            + $"p99 {Median(rounds, run => run.P99Milliseconds):0.00} ms, {rounds.Sum(run => run.Failures)} failures");
    }

    private static double Ratio(Wrk of, Wrk to) => of.PerSecond / to.PerSecond;

    private static double Median<T>(IEnumerable<T> rounds, Func<T, double> value) =>
        Figures.Percentile(rounds.Select(value), 50);
}

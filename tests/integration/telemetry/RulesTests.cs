using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Ticketing.Tests.Support;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Telemetry;

/// <summary>Rules, boards and the handbook agree with the metrics that processes serve.</summary>
[Collection(SoldCollection.Name)]
public sealed partial class RulesTests(SoldProcess process)
{
    // Served only once it has happened.
    private static readonly string[] Accidents =
    [
        "orleans_app_requests_timedout_total", "orleans_messaging_rejected_total", "orleans_messaging_expired_total",
        "orleans_gateway_load_shedding_total",
    ];

    [Fact]
    public async Task Rules_and_configurations_are_valid()
    {
        await CheckAsync("check", "rules", AskedMetrics.Rules);
        await CheckAsync("check", "config", Path.Combine(AskedMetrics.Deploy, "prometheus", "prometheus.yml"));
        // Debian's promtool does not know Kubernetes: the rest of that file is checked.
        var kubernetes = File.ReadAllText(Path.Combine(AskedMetrics.Deploy, "prometheus", "kubernetes.yml"));
        var folder = Directory.CreateTempSubdirectory("ticketing-rules-");
        try
        {
            var copy = Path.Combine(folder.FullName, "kubernetes.yml");
            await File.WriteAllTextAsync(copy, Discovery().Replace(kubernetes, "    static_configs: []\n"));
            File.Copy(AskedMetrics.Rules, Path.Combine(folder.FullName, "rules.yml"));
            await CheckAsync("check", "config", copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public Task Alerts_fire_for_a_group_that_does_nothing_and_not_for_probes() =>
        CheckAsync("test", "rules", Path.Combine(SourceTree.Root, "tests/integration/telemetry/rules.test.yml"));

    [Fact]
    public void Every_metric_that_rules_and_boards_ask_for_is_served_after_a_sale()
    {
        var asked = AskedMetrics.All();

        Assert.True(asked.Count > 20);
        Assert.Empty(asked.Except(process.Scrape.Names).Except(Accidents));
        Assert.Empty(Accidents.Except(InstrumentsOfOrleans().Select(name => $"{name.Replace('-', '_')}_total")));
    }

    [Fact]
    public async Task Promtool_has_nothing_to_say_about_names_of_ours()
    {
        var (exit, output, error) = await Tool.RunAsync(
            new ProcessStartInfo("promtool", ["check", "metrics"]), process.Text);

        // 1: it cannot be read. 3: advice, which is accepted for Orleans, .NET and Npgsql.
        Assert.Contains(exit, (int[])[0, 3]);
        Assert.DoesNotContain("ticketing_", output + error);
    }

    [Fact]
    public void Whatever_is_recorded_is_asked_for_and_the_other_way_round()
    {
        var recorded = Record().Matches(File.ReadAllText(AskedMetrics.Rules)).Select(match => match.Groups[1].Value);

        Assert.Equal(recorded.Order(), AskedMetrics.AllRecorded().Order());
    }

    [Fact]
    public void Every_alert_waits_has_a_severity_and_a_row_in_the_handbook()
    {
        var alerts = Alert().Matches(File.ReadAllText(AskedMetrics.Rules)).ToArray();
        var handbook = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "operations.md"));
        var rows = Row().Matches(handbook).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(alerts);
        Assert.Equal(alerts.Select(alert => alert.Groups["name"].Value).Order(), rows.Order());
        Assert.All(alerts, alert =>
        {
            Assert.Matches(@"\n +for: \d+m\n", alert.Value);
            Assert.Matches(@"\n +labels: \{severity: (critical|warning)\}\n", alert.Value);
            Assert.Matches(@"\n +summary: \S", alert.Value);
            Assert.Matches(@"\n +runbook: docs/operations\.md#alerts", alert.Value);
        });
    }

    [Fact]
    public void Boards_have_ids_of_their_own_and_no_panel_lies_over_another()
    {
        Assert.Equal(
            ["cluster.json", "on-sale.json", "saga.json"],
            AskedMetrics.Boards.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(AskedMetrics.Boards, file => BoardChecks.Check(File.ReadAllText(file)));
    }

    /// <summary>Includes those that this process has not used.</summary>
    private static IEnumerable<string> InstrumentsOfOrleans() =>
        typeof(ClientBuilder).Assembly.GetType("Orleans.Runtime.InstrumentNames", throwOnError: true)!
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);

    private static async Task CheckAsync(params string[] arguments)
    {
        var (exit, output, error) = await Tool.RunAsync(new ProcessStartInfo("promtool", arguments));
        Assert.True(exit == 0, output + error);
    }

    [GeneratedRegex(@"    kubernetes_sd_configs:\n(      .*\n|        .*\n)+?(?=    \w)")]
    private static partial Regex Discovery();

    [GeneratedRegex(@"- record: (\S+)")]
    private static partial Regex Record();

    [GeneratedRegex(@"- alert: (?<name>Ticketing[A-Za-z]+)\n(?:(?! *- alert:).*\n?)*")]
    private static partial Regex Alert();

    [GeneratedRegex(@"^\| `(Ticketing[A-Za-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

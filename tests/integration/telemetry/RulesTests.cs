using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Ticketing.Api;
using Ticketing.Tests.Api;
using Ticketing.Tests.Processes;
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
    }

    /// <summary>
    /// The name under which Prometheus finds a counter has the unit in it, if there is one: the name of the instrument
    /// alone does not show what will be served.
    /// </summary>
    [Fact]
    public async Task Metrics_of_accidents_are_counters_without_a_unit_in_a_process_without_accidents()
    {
        var counters = new ConcurrentDictionary<string, string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.GetType().Name.StartsWith("Counter", StringComparison.Ordinal)
                    || instrument.GetType().Name.StartsWith("ObservableCounter", StringComparison.Ordinal))
                    counters[$"{instrument.Name.Replace('-', '_')}_total"] = instrument.Unit;
            },
        };
        listener.Start();
        await using var api = await ApiServer.StartAsync(process.Database.ConnectionString);

        Assert.All(Accidents, name => Assert.True(
            counters.TryGetValue(name, out var unit) && string.IsNullOrEmpty(unit), $"{name}: {unit}"));
    }

    [Fact]
    public void Every_label_that_rules_and_boards_ask_for_is_served_and_has_the_values_that_they_expect()
    {
        var samples = process.Scrape.Families.Values.SelectMany(family => family.Samples).ToArray();
        var selectors = AskedMetrics.Selectors()
            .Where(asked => !AskedMetrics.OfScrapes.Contains(asked.Label)).ToArray();
        var problems = Problems.All.Select(problem => problem.Name).ToArray();

        Assert.NotEmpty(selectors);
        Assert.All(selectors, asked =>
        {
            var served = samples.Where(sample => sample.Name == asked.Metric)
                .Select(sample => sample.Labels.GetValueOrDefault(asked.Label)).OfType<string>().ToArray();
            Assert.True(served.Length > 0, $"{asked.Metric} has no label {asked.Label}");
            var known = asked.Label switch
            {
                "problem" => problems,
                "http_response_status_code" => ["500", .. served],
                _ => served,
            };
            Assert.All(asked.Values, value => Assert.Contains(known, one => Regex.IsMatch(one, $"^(?:{value})$")));
        });
        // The label "fault" is served once an event has failed.
        Assert.Empty(
            AskedMetrics.Groupings().Except(samples.SelectMany(sample => sample.Labels.Keys)).Except(["fault"]));
    }

    /// <summary>The process of the other tests is an api; silos serve the metrics that alerts ask of silos.</summary>
    [Fact]
    public async Task A_silo_serves_what_rules_and_boards_ask_of_silos()
    {
        var environment = new Dictionary<string, string>(ApiProcess.Environment(process.Database.ConnectionString));
        await using var silo = new ServerProcess("silo.dll", environment);
        await silo.StartAsync();
        using var http = new HttpClient();
        var served = Scrape.Read(await http.GetStringAsync(new Uri(silo.Address, "/metrics"))).Names;
        var asked = AskedMetrics.Selectors().Where(one => one.Label == "component" && one.Values.Contains("silo"))
            .Select(one => one.Metric).Distinct().ToArray();

        Assert.Contains("ticketing_ready", asked);
        Assert.Empty(asked.Except(served));
        // The panels of Orleans show each process; most of them are silos.
        Assert.Contains("orleans_catalog_activations", served);
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

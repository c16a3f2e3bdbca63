namespace Ticketing.Tests.Deploy;

/// <summary>Runs the checks of the manifests on every overlay.</summary>
public class ManifestTests
{
    public static TheoryData<string> Overlays => Overlay.Names;

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Pods_have_no_rights_that_they_do_not_need(string overlay) => Holds(overlay, PodChecks.Rights);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Pods_ask_for_what_they_need_and_are_not_throttled(string overlay) =>
        Holds(overlay, PodChecks.Resources);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Processes_are_probed(string overlay) => Holds(overlay, PodChecks.Probes);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void A_new_version_takes_nothing_away_before_it_is_ready(string overlay) =>
        Holds(overlay, PodChecks.Rollout);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void No_zone_or_node_has_all_of_a_kind(string overlay) => Holds(overlay, PodChecks.Spread);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Selectors_choose_what_they_are_meant_for(string overlay) => Holds(
        overlay,
        SelectorChecks.Deployments, SelectorChecks.Autoscalers, SelectorChecks.Budgets, SelectorChecks.Services,
        SelectorChecks.Ingresses, SelectorChecks.References, SelectorChecks.Namespaces);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void The_network_lets_through_what_is_needed_and_nothing_else(string overlay) =>
        Holds(overlay, NetworkChecks.Policies);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Images_users_and_ports_are_those_of_the_Dockerfile(string overlay) =>
        Holds(overlay, ImageChecks.Images);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void What_is_set_is_read_and_what_is_needed_is_set(string overlay) => Holds(
        overlay, ConfigurationChecks.Keys, ConfigurationChecks.Texts, ConfigurationChecks.Starts,
        ConfigurationChecks.Clusters);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void A_start_and_a_stop_have_the_time_that_they_may_take(string overlay) =>
        Holds(overlay, ConfigurationChecks.Times);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Silos_may_read_pods_and_nothing_else(string overlay) => Holds(overlay, MemberChecks.Pods);

    [KubectlTheory]
    [InlineData("production")]
    [InlineData("canary")]
    [InlineData("blue-green")]
    public void Members_have_a_certificate_and_the_authority(string overlay) =>
        Holds(overlay, MemberChecks.Certificates);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Nothing_secret_stands_in_a_manifest(string overlay) => Holds(overlay, ConfigurationChecks.Secrets);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void There_is_something_to_check(string overlay)
    {
        var all = Overlay.Render(overlay);

        Assert.Superset(
            new HashSet<string> { "api", "silo", "migrate" },
            all.Workloads.Select(workload => workload.Component!).ToHashSet());
        Assert.NotEmpty(all.OfKind("NetworkPolicy"));
        Assert.NotEmpty(all.OfKind("Service"));
    }

    [KubectlTheory]
    [InlineData("production", 2)]
    [InlineData("canary", 2)]
    [InlineData("blue-green", 4)]
    public void The_api_is_scaled_by_its_requests_and_silos_by_the_processor(string overlay, int scalers)
    {
        var all = Overlay.Render(overlay).OfKind("HorizontalPodAutoscaler").ToArray();
        var metric = Yaml.ReadOne(Path.Combine(Overlay.Root, "prometheus-adapter.yaml"))
            .Text("rules custom 0 name as");

        Assert.Equal(scalers, all.Length);
        foreach (var scaler in all)
        {
            var isApi = scaler.Text("spec scaleTargetRef name")!.StartsWith("api", StringComparison.Ordinal);
            Assert.Equal(isApi ? metric : null, scaler.Text("spec metrics 0 pods metric name"));
            Assert.Equal("cpu", scaler.Text($"spec metrics {(isApi ? 1 : 0)} resource name"));
        }
    }

    private static void Holds(string overlay, params Func<Overlay, IEnumerable<string>>[] checks)
    {
        var all = Overlay.Render(overlay);
        Assert.Empty(checks.SelectMany(check => check(all)).ToArray());
    }
}

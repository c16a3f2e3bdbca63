namespace Ticketing.Tests.Deploy;

/// <summary>Only the pods that need a silo reach it, and every pod reaches the services that it needs.</summary>
internal static class NetworkChecks
{
    private const int Names = 53;
    private const int SomethingElse = 8_443;

    /// <summary>Ports of the Kubernetes API: of its Service, and of the endpoints behind that.</summary>
    private static readonly int[] Kubernetes = [443, 6_443];

    public static IEnumerable<string> Policies(Overlay overlay)
    {
        var rules = new NetworkRules(overlay);
        var pods = overlay.Workloads.ToArray();
        return pods.Where(pod => pod.Own is not null).SelectMany(pod => Reaches(rules, overlay, pod))
            .Concat(pods.SelectMany(pod => IsReached(rules, pods, pod)))
            .Concat(Everybody(overlay));
    }

    private static IEnumerable<string> Reaches(NetworkRules rules, Overlay overlay, Workload pod)
    {
        var needed = PodEnvironment.Of(overlay, pod)
            .Where(setting => setting.Key.EndsWith("BootstrapServers", StringComparison.Ordinal))
            .SelectMany(setting => setting.Value.Split(','))
            .Select(server => int.Parse(server.Split(':')[1]))
            .Append(PodEnvironment.PostgresPort);
        if (pod.Component != "migrate") needed = needed.Append(PodEnvironment.RedisPort);
        foreach (var port in needed.Distinct())
        {
            if (!rules.AllowOut(pod, port)) yield return $"{pod.Name} cannot reach port {port}";
        }

        if (!rules.AllowTo(pod, "kube-system", Names)) yield return $"{pod.Name} cannot look names up";
        foreach (var port in Kubernetes)
        {
            var isMeant = pod.Component == "silo";
            if (rules.AllowOut(pod, port) != isMeant)
                yield return $"{pod.Name} {(isMeant ? "cannot" : "can")} reach Kubernetes' API at port {port}";
        }

        if (rules.AllowOut(pod, SomethingElse)) yield return $"{pod.Name} can reach everything";
    }

    private static IEnumerable<string> IsReached(NetworkRules rules, Workload[] pods, Workload pod)
    {
        foreach (var port in pod.Containers.SelectMany(container => container.List("ports")))
        {
            var number = port.Number("containerPort");
            var name = port.Text("name")!;
            foreach (var other in pods)
            {
                var meant = IsFor(other, pod, name);
                if (rules.Allow(other, pod, number) != meant)
                    yield return $"{other.Name} {(meant ? "cannot" : "can")} reach {pod.Name} at {name}";
            }

            foreach (var place in (string[])["ingress", "monitoring", "default"])
            {
                var welcome = (place, name, pod.Component)
                    is ("monitoring", "metrics", _) or ("ingress", "http", "api");
                if (rules.AllowFrom(place, pod, number) != welcome)
                    yield return $"the namespace {place} {(welcome ? "cannot" : "can")} reach {pod.Name} at {name}";
            }
        }
    }

    /// <summary>
    /// Whether the connection is meant: within one cluster only, also when two clusters share a database.
    /// </summary>
    private static bool IsFor(Workload from, Workload to, string port) =>
        from.Labels.GetValueOrDefault("app.kubernetes.io/instance")
            == to.Labels.GetValueOrDefault("app.kubernetes.io/instance")
        && (from.Component, to.Component, port) switch
        {
            ("silo", "silo", "silo" or "gateway") => true,
            ("api", "silo", "gateway") => true,
            ("api" or "silo" or "migrate", "store", _) => true,
            _ => false,
        };

    private static IEnumerable<string> Everybody(Overlay overlay)
    {
        foreach (var direction in (string[])["Ingress", "Egress"])
        {
            foreach (var workload in overlay.Workloads)
            {
                var isIsolated = overlay.OfKind("NetworkPolicy").Any(policy =>
                    policy.Map("spec podSelector matchLabels").Chooses(workload.Labels)
                    && policy.List("spec policyTypes").Any(type => type.ToString() == direction));
                if (!isIsolated) yield return $"{workload.Name} has no NetworkPolicy for {direction}";
            }
        }
    }
}

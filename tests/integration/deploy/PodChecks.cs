using System.Text.Json.Nodes;

namespace Ticketing.Tests.Deploy;

/// <summary>Checks of every pod.</summary>
internal static class PodChecks
{
    private static readonly string[] SpreadOver = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"];

    /// <summary>Third-party images that write beside their programs.</summary>
    private static readonly string[] Writers = ["apache/kafka"];

    public static IEnumerable<string> Rights(Overlay overlay) =>
        from workload in overlay.Workloads
        from fault in PodRights(workload).Concat(workload.Containers.SelectMany(ContainerRights))
        select $"{workload.Name}: {fault}";

    public static IEnumerable<string> Resources(Overlay overlay) =>
        from workload in overlay.Workloads
        from container in workload.Containers
        let resources = container.At("resources")
        from fault in Faults(
            (resources.At("requests cpu") is null, "requests no CPU"),
            (resources.At("requests memory") is null, "requests no memory"),
            (resources.At("limits memory") is null, "has no memory limit"),
            (resources.At("limits cpu") is not null, "has a CPU limit"))
        select $"{workload.Name}: {fault}";

    public static IEnumerable<string> Probes(Overlay overlay) =>
        from workload in overlay.Workloads
        where workload.Kind == "Deployment"
        from fault in Probe(workload, "startupProbe", "/health/live")
            .Concat(Probe(workload, "livenessProbe", "/health/live"))
            .Concat(Probe(workload, "readinessProbe", "/health/ready"))
        select $"{workload.Name}: {fault}";

    /// <summary>A rolling update removes no pod before its successor is ready.</summary>
    public static IEnumerable<string> Rollout(Overlay overlay) =>
        from workload in overlay.Workloads
        where workload.Kind == "Deployment"
        from fault in Faults(
            (workload.Object.Text("spec strategy rollingUpdate maxUnavailable") != "0", "maxUnavailable is not 0"),
            (workload.Own.At("lifecycle") is not null, "has a hook; the process drains itself"))
        select $"{workload.Name}: {fault}";

    public static IEnumerable<string> Spread(Overlay overlay) =>
        from workload in overlay.Workloads
        where workload.Kind == "Deployment"
        let constraints = workload.Pod.List("topologySpreadConstraints").ToArray()
        from fault in SpreadOver
            .Except(constraints.Select(constraint => constraint.Text("topologyKey")!))
            .Select(key => $"is not spread over {key}")
            .Concat(constraints
                .Where(constraint => !constraint.Map("labelSelector matchLabels").Chooses(workload.Labels)
                    || constraint.Map("labelSelector matchLabels").Count == 0)
                .Select(constraint => $"its spread over {constraint.Text("topologyKey")} counts other pods"))
        select $"{workload.Name}: {fault}";

    private static IEnumerable<string> PodRights(Workload workload)
    {
        var (pod, isSilo) = (workload.Pod, workload.Component == "silo");
        return Faults(
            (!pod.Is("securityContext runAsNonRoot", true), "may run as root"),
            (pod.Number("securityContext runAsUser") == 0, "names no user"),
            (pod.Text("securityContext seccompProfile type") != "RuntimeDefault", "has no seccomp profile"),
            (!isSilo && !pod.Is("automountServiceAccountToken", false), "gets a token for the API server"),
            (isSilo && !pod.Is("automountServiceAccountToken", true), "gets no token for the API server"),
            (!pod.Is("enableServiceLinks", false), "gets variables of every Service"),
            (pod.At("hostNetwork") is not null || pod.At("hostPID") is not null, "shares the host's namespaces"));
    }

    private static IEnumerable<string> ContainerRights(JsonNode container) => Faults(
        (!container.Is("securityContext allowPrivilegeEscalation", false), "may gain privileges"),
        (!container.Is("securityContext readOnlyRootFilesystem", !IsWriter(container)), "can write its root"),
        (container.Text("securityContext capabilities drop 0") != "ALL", "has capabilities"),
        (container.At("securityContext capabilities add") is not null, "asks for capabilities"),
        (container.At("securityContext privileged") is not null, "is privileged"));

    private static bool IsWriter(JsonNode container) => Writers.Contains(container.Text("image")!.Split(':')[0]);

    private static IEnumerable<string> Probe(Workload workload, string kind, string path)
    {
        var probe = workload.Own.At(kind);
        return Faults(
            (probe.Text("httpGet path") != path, $"its {kind} does not ask {path}"),
            (probe.Text("httpGet port") != "http" || workload.PortOf("http") is null, $"its {kind} asks no port of it"),
            (probe.Number("timeoutSeconds") < 2, $"its {kind} waits for less than 2 s"));
    }

    private static IEnumerable<string> Faults(params (bool Is, string What)[] faults) =>
        faults.Where(fault => fault.Is).Select(fault => fault.What);
}

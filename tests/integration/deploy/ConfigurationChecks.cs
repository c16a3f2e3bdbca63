using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ticketing.Silo;

namespace Ticketing.Tests.Deploy;

/// <summary>Every variable that is set is read, every required one is set, and no manifest contains a secret.</summary>
internal static partial class ConfigurationChecks
{
    private const int MarginSeconds = 10;

    public static IEnumerable<string> Keys(Overlay overlay) =>
        from workload in overlay.Workloads
        where workload.Own is not null
        from name in workload.Own.List("env").Select(variable => variable.Text("name")!)
            .Concat(workload.Own.List("envFrom")
                .SelectMany(source => overlay.Find("ConfigMap", source.Text("configMapRef name")).Map("data").Keys))
        where name.StartsWith("Ticketing__", StringComparison.Ordinal)
        let complaint = ConfigurationKeys.Complaint(name)
        where complaint is not null
        select $"{workload.Name}: {complaint}";

    /// <summary>Runs the programs' own checks of their options, with the environment of each container.</summary>
    public static IEnumerable<string> Starts(Overlay overlay) =>
        from workload in overlay.Workloads
        where workload.Own is not null
        let environment = PodEnvironment.Of(overlay, workload)
        let complaint = ProgramOptions.Complaint(workload.Component!, environment)
        where complaint is not null
        select $"{workload.Name}: {complaint}";

    /// <summary>One cluster has one cluster id, and all clusters over one database have the same service id.</summary>
    public static IEnumerable<string> Clusters(Overlay overlay)
    {
        var processes = overlay.Workloads.Where(workload => workload.Component is "api" or "silo")
            .Select(workload => (
                Cluster: ProgramOptions.Cluster(PodEnvironment.Of(overlay, workload)),
                Instance: workload.Labels.GetValueOrDefault("app.kubernetes.io/instance", "")))
            .ToArray();
        if (processes.Select(process => process.Cluster.ServiceId).Distinct().Count() > 1)
            yield return "there are several ServiceIds";
        if (processes.Any(process => process.Cluster.Mode != ClusterMode.Redis)) yield return "a process is alone";
        var pairs = processes.Select(process => (process.Instance, process.Cluster.ClusterId)).Distinct().ToArray();
        if (pairs.Length != processes.Select(process => process.Instance).Distinct().Count()
            || pairs.Length != processes.Select(process => process.Cluster.ClusterId).Distinct().Count())
        {
            yield return $"ClusterIds: {string.Join(", ", pairs)}";
        }
    }

    /// <summary>
    /// Kubernetes gives a stop the time that the process takes for it, and a start the time that it may wait.
    /// </summary>
    public static IEnumerable<string> Times(Overlay overlay)
    {
        foreach (var workload in overlay.Workloads.Where(workload => workload.Component is "api" or "silo"))
        {
            var environment = PodEnvironment.Of(overlay, workload);
            var cluster = ProgramOptions.Cluster(environment);
            var store = ProgramOptions.Store(environment);
            var stop = cluster.DrainSeconds + cluster.StopSeconds + store.DrainTimeoutSeconds + MarginSeconds;
            if (workload.Pod.Number("terminationGracePeriodSeconds") < stop)
                yield return $"{workload.Name} is killed before the {stop} s that a stop may take";

            var probe = workload.Own.At("startupProbe");
            var start = store.StartupWaitSeconds + (workload.Component == "api" ? cluster.ConnectWaitSeconds : 0);
            if (probe.Number("periodSeconds") * probe.Number("failureThreshold") < start + MarginSeconds)
                yield return $"{workload.Name} is killed before the {start} s that a start may wait";

            // A failed readiness probe must be noticed while the process still serves.
            var look = workload.Own.At("readinessProbe").Number("periodSeconds");
            if (cluster.DrainSeconds <= look) yield return $"{workload.Name} ends before anybody has seen that it does";
        }
    }

    public static IEnumerable<string> Secrets(Overlay overlay)
    {
        foreach (var secret in overlay.OfKind("Secret"))
            yield return $"there is a Secret {secret.Text("metadata name")}";
        foreach (var (name, _) in overlay.OfKind("ConfigMap").SelectMany(map => map.Map("data")).Where(IsSecret))
            yield return $"{name} is in a ConfigMap";
        foreach (var variable in overlay.Workloads
            .SelectMany(workload => workload.Containers).SelectMany(container => container.List("env")))
        {
            var name = variable.Text("name")!;
            var reference = variable.At("valueFrom secretKeyRef");
            if (reference is null && IsSecret(KeyValuePair.Create(name, variable.Text("value") ?? "")))
                yield return $"{name} has its value here";
            if (reference is not null
                && (reference.Text("name") != PodEnvironment.Secret || reference.Text("key") != name))
            {
                yield return $"{name} comes from {reference.ToJsonString()}";
            }

            if (reference is not null && !reference.Is("optional", true)
                && !PodEnvironment.Given.Contains(reference.Text("key")!))
            {
                yield return $"deploy/compose/secrets does not make {reference.Text("key")}";
            }
        }
    }

    /// <summary>The API server refuses numbers without quotes where it expects a string.</summary>
    public static IEnumerable<string> Texts(Overlay overlay) =>
        from item in overlay.Objects
        from text in (JsonNode?[])
        [
            .. (item.At("data") as JsonObject ?? []).Select(entry => entry.Value),
            .. (item.At("spec template metadata annotations") as JsonObject ?? []).Select(entry => entry.Value),
            .. item.List("spec template spec containers").SelectMany(container => container.List("env"))
                .Where(variable => variable.At("valueFrom") is null).Select(variable => variable.At("value")),
        ]
        where text?.GetValueKind() != JsonValueKind.String
        select $"{item.Text("kind")} {item.Text("metadata name")}: {text?.ToJsonString() ?? "null"} is no text";

    private static bool IsSecret(KeyValuePair<string, string> variable) =>
        SecretName().IsMatch(variable.Key) && !variable.Value.StartsWith("$(", StringComparison.Ordinal);

    [GeneratedRegex("ConnectionString|Password|Secret|Keys__|__Redis$|PASSWORD|AUTH$|password$")]
    private static partial Regex SecretName();
}

using System.Text.Json.Nodes;

namespace Ticketing.Tests.Deploy;

/// <summary>Selectors and references by name find the objects they are meant for.</summary>
internal static class SelectorChecks
{
    /// <summary>Each Deployment selects its own pods only, and has a replica count or an autoscaler.</summary>
    public static IEnumerable<string> Deployments(Overlay overlay)
    {
        var workloads = overlay.Workloads.Where(workload => workload.Kind != "Job").ToArray();
        foreach (var workload in workloads)
        {
            var selector = workload.Object.Map("spec selector matchLabels");
            if (!selector.Chooses(workload.Labels)) yield return $"{workload.Name} does not select its own pods";
            foreach (var other in workloads)
            {
                if (other != workload && selector.Chooses(other.Labels))
                    yield return $"{workload.Name} also selects the pods of {other.Name}";
            }

            var scaled = overlay.OfKind("HorizontalPodAutoscaler").Count(scaler => IsTarget(scaler, workload.Object));
            if (scaled + (workload.Object.At("spec replicas") is null ? 0 : 1) != 1)
                yield return $"{workload.Name} must have a number of replicas or one autoscaler";
        }
    }

    public static IEnumerable<string> Autoscalers(Overlay overlay) =>
        from scaler in overlay.OfKind("HorizontalPodAutoscaler")
        where !overlay.Deployments.Any(deployment => IsTarget(scaler, deployment))
            || scaler.Number("spec minReplicas") < 2
            || scaler.Number("spec maxReplicas") <= scaler.Number("spec minReplicas")
        select $"{NameOf(scaler)} scales nothing";

    public static IEnumerable<string> Budgets(Overlay overlay)
    {
        foreach (var workload in overlay.Workloads.Where(workload => workload.Kind == "Deployment"))
        {
            var budgets = overlay.OfKind("PodDisruptionBudget")
                .Count(budget => budget.Map("spec selector matchLabels").Chooses(workload.Labels));
            if (budgets != 1) yield return $"{workload.Name} has {budgets} disruption budgets";
        }

        foreach (var budget in overlay.OfKind("PodDisruptionBudget"))
        {
            var pods = overlay.Workloads
                .Count(workload => budget.Map("spec selector matchLabels").Chooses(workload.Labels));
            if (pods != 1) yield return $"{NameOf(budget)} is for the pods of {pods} workloads";
            if (budget.Text("spec maxUnavailable") != "1")
                yield return $"{NameOf(budget)} does not allow exactly 1 unavailable pod";
        }
    }

    public static IEnumerable<string> Services(Overlay overlay)
    {
        foreach (var service in overlay.OfKind("Service"))
        {
            var chosen = overlay.Workloads
                .Where(workload => service.Map("spec selector").Chooses(workload.Labels))
                .ToArray();
            if (chosen.Length == 0) yield return $"{NameOf(service)} selects nothing";
            if (chosen.DistinctBy(pods => pods.Labels.GetValueOrDefault("app.kubernetes.io/instance")).Count() > 1)
                yield return $"{NameOf(service)} sends to several clusters";
            foreach (var workload in chosen)
            {
                foreach (var port in service.List("spec ports"))
                {
                    if (workload.PortOf(port.Text("targetPort")) is null)
                        yield return $"{NameOf(service)}: {workload.Name} has no port {port.Text("targetPort")}";
                }
            }
        }
    }

    public static IEnumerable<string> Ingresses(Overlay overlay) =>
        from ingress in overlay.OfKind("Ingress")
        from rule in ingress.List("spec rules")
        from path in rule.List("http paths")
        let service = overlay.Find("Service", path.Text("backend service name"))
        where !service.List("spec ports").Any(port => port.Text("name") == path.Text("backend service port name"))
        select $"{NameOf(ingress)} has no Service {path.At("backend")}";

    /// <summary>The objects whose names a pod needs to start.</summary>
    public static IEnumerable<string> References(Overlay overlay) =>
        from workload in overlay.Workloads
        let account = overlay.Find("ServiceAccount", workload.Pod.Text("serviceAccountName"))
        let volumes = workload.Pod.List("volumes").Select(volume => volume.Text("name"))
            .Concat(workload.Object.List("spec volumeClaimTemplates").Select(claim => claim.Text("metadata name")))
        from missing in workload.Containers
            .SelectMany(container => container.List("volumeMounts"))
            .Select(mount => mount.Text("name"))
            .Except(volumes)
            .Select(name => $"volume {name}")
            .Concat(account is null ? ["its service account"] : [])
        select $"{workload.Name} has not {missing}";

    public static IEnumerable<string> Namespaces(Overlay overlay) =>
        from item in overlay.Objects
        let place = item.Text(item.Text("kind") == "Namespace" ? "metadata name" : "metadata namespace")
        where place != "ticketing"
        select $"{NameOf(item)} is in the namespace '{place}'";

    private static bool IsTarget(JsonNode scaler, JsonNode deployment) =>
        scaler.Text("spec scaleTargetRef kind") == deployment.Text("kind")
        && scaler.Text("spec scaleTargetRef name") == deployment.Text("metadata name");

    private static string NameOf(JsonNode item) => $"{item.Text("kind")} {item.Text("metadata name")}";
}

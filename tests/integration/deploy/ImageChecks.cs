namespace Ticketing.Tests.Deploy;

/// <summary>A workload agrees with the Dockerfile that makes its image, and with its settings.</summary>
internal static class ImageChecks
{
    public static IEnumerable<string> Images(Overlay overlay) =>
        from workload in overlay.Workloads
        from fault in workload.Own is null ? Foreign(workload) : Own(overlay, workload)
        select $"{workload.Name}: {fault}";

    private static IEnumerable<string> Foreign(Workload workload) => workload.Containers
        .Select(container => container.Text("image")!)
        .Where(image => !image.Contains(':', StringComparison.Ordinal))
        .Select(image => $"the image {image} has no tag");

    private static IEnumerable<string> Own(Overlay overlay, Workload workload)
    {
        var target = workload.Target;
        if (Dockerfile.Stage(target).Count == 0)
        {
            yield return $"the Dockerfile has no target {target}";
            yield break;
        }

        if (!workload.Own.Text("image")!.Contains(':', StringComparison.Ordinal)) yield return "its image has no tag";
        if (workload.Pod.Text("securityContext runAsUser") != Dockerfile.User(target))
            yield return $"is not the user {Dockerfile.User(target)} of its image";
        if (workload.Own.List("volumeMounts").All(mount => mount.Text("mountPath") != "/tmp"))
            yield return "has no /tmp to write to";
        if (workload.Kind == "Job") yield break;

        var ports = workload.Own.List("ports").Select(port => port.Number("containerPort")).Order().ToArray();
        if (!ports.SequenceEqual(Dockerfile.Ports(target).Order()))
            yield return $"its ports are {string.Join(", ", ports)}";
        foreach (var (name, number) in Meant(overlay, workload))
        {
            if (workload.PortOf(name) != number) yield return $"its port {name} must be {number}";
        }
    }

    private static IEnumerable<(string Name, int? Number)> Meant(Overlay overlay, Workload workload)
    {
        var environment = PodEnvironment.Of(overlay, workload);
        yield return ("http", int.Parse(Dockerfile.Variable(workload.Target, "ASPNETCORE_HTTP_PORTS")!));
        yield return ("metrics", int.Parse(environment["Ticketing__Metrics__Port"]));
        if (workload.Component != "silo") yield break;
        var cluster = ProgramOptions.Cluster(environment);
        yield return ("silo", cluster.SiloPort);
        yield return ("gateway", cluster.GatewayPort);
    }
}

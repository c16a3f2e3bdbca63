using System.Text.Json.Nodes;

namespace Ticketing.Tests.Deploy;

/// <summary>Silos can read each other's pods, and members authenticate by certificates.</summary>
internal static class MemberChecks
{
    /// <summary>
    /// The verbs that the package uses on the Kubernetes API; tests/cluster/KubernetesTests checks them.
    /// </summary>
    private static readonly string[] Verbs = ["get", "list", "watch"];

    public static IEnumerable<string> Pods(Overlay overlay)
    {
        foreach (var workload in overlay.Workloads)
        {
            var account = workload.Pod.Text("serviceAccountName");
            var rules = overlay.OfKind("RoleBinding").Where(binding => IsFor(binding, account))
                .Select(binding => overlay.Find("Role", binding.Text("roleRef name")))
                .SelectMany(role => role.List("rules"))
                .ToArray();
            if (workload.Component != "silo")
            {
                if (rules.Length > 0) yield return $"{workload.Name} has rights that it does not need";
                continue;
            }

            if (rules.Length == 0) yield return $"{workload.Name} may not read pods";
            foreach (var rule in rules)
            {
                if (!Texts(rule, "apiGroups").SequenceEqual([""]) || !Texts(rule, "resources").SequenceEqual(["pods"])
                    || !Texts(rule, "verbs").Order().SequenceEqual(Verbs))
                {
                    yield return $"{workload.Name} may do something else: {rule.ToJsonString()}";
                }
            }
        }

        foreach (var role in overlay.Objects
            .Where(item => item.Text("kind")!.StartsWith("Cluster", StringComparison.Ordinal)))
            yield return $"{role.Text("kind")} {role.Text("metadata name")} is for all namespaces";
    }

    /// <summary>Every file in the settings is in the volume, and only the process can read the key.</summary>
    public static IEnumerable<string> Certificates(Overlay overlay)
    {
        foreach (var workload in overlay.Workloads.Where(workload => workload.Component is "api" or "silo"))
        {
            var tls = ProgramOptions.Tls(PodEnvironment.Of(overlay, workload));
            var files = Files(workload).ToHashSet();
            foreach (var (setting, path, source) in ((string, string, string)[])
            [
                (nameof(tls.CertificateFile), tls.CertificateFile, "secret ticketing-members"),
                (nameof(tls.KeyFile), tls.KeyFile, "secret ticketing-members"),
                (nameof(tls.AuthorityFile), tls.AuthorityFile, "configMap ticketing-members-authority"),
            ])
            {
                if (!files.Contains((path, source))) yield return $"{workload.Name} has no file for {setting}";
            }

            if (tls.MemberName.Length == 0) yield return $"{workload.Name} takes every certificate of the authority";
            foreach (var volume in workload.Pod.List("volumes").Where(volume => volume.At("projected") is not null))
            {
                if (volume.Number("projected defaultMode") != 0b100_100_000) // 0440
                    yield return $"{workload.Name}: its key is readable by others";
                if (workload.Pod.Text("securityContext fsGroup") != workload.Pod.Text("securityContext runAsGroup"))
                    yield return $"{workload.Name} cannot read its key";
            }
        }
    }

    private static IEnumerable<(string Path, string Source)> Files(Workload workload) =>
        from mount in workload.Own.List("volumeMounts")
        from volume in workload.Pod.List("volumes")
        where volume.Text("name") == mount.Text("name")
        from source in volume.List("projected sources")
        from kind in (string[])["secret", "configMap"]
        where source.At(kind) is not null
        from item in source.List($"{kind} items")
        select ($"{mount.Text("mountPath")}/{item.Text("path")}", $"{kind} {source.Text($"{kind} name")}");

    private static bool IsFor(JsonNode binding, string? account) =>
        binding.Text("roleRef kind") == "Role"
        && binding.List("subjects").Any(subject =>
            subject.Text("kind") == "ServiceAccount" && subject.Text("name") == account
            && subject.Text("namespace") == binding.Text("metadata namespace"));

    private static IEnumerable<string> Texts(JsonNode rule, string path) =>
        rule.List(path).Select(text => text.ToString());
}

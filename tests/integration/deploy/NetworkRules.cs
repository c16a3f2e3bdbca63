using System.Text.Json.Nodes;

namespace Ticketing.Tests.Deploy;

/// <summary>The connections that the NetworkPolicies of an overlay allow, as a network plugin evaluates them.</summary>
internal sealed class NetworkRules(Overlay overlay)
{
    /// <summary>From a pod to another one of the same namespace.</summary>
    public bool Allow(Workload from, Workload to, int port) =>
        Of(from, "Egress").Allow("egress", "to", rule => IsPod(rule, to.Labels), port, to)
        && Of(to, "Ingress").Allow("ingress", "from", rule => IsPod(rule, from.Labels), port, to);

    /// <summary>From any pod of another namespace to one of ours.</summary>
    public bool AllowFrom(string place, Workload to, int port) =>
        Of(to, "Ingress").Allow("ingress", "from", rule => IsNamespace(rule, place), port, to);

    /// <summary>From a pod to any pod of another namespace.</summary>
    public bool AllowTo(Workload from, string place, int port) =>
        Of(from, "Egress").Allow("egress", "to", rule => IsNamespace(rule, place), port, null);

    /// <summary>From a pod to an address that is not a pod's.</summary>
    public bool AllowOut(Workload from, int port) =>
        Of(from, "Egress").Allow("egress", "to", rule => rule.At("ipBlock") is not null, port, null);

    private Policies Of(Workload workload, string direction) => new(
    [
        .. overlay.OfKind("NetworkPolicy")
            .Where(policy => policy.Map("spec podSelector matchLabels").Chooses(workload.Labels))
            .Where(policy => policy.List("spec policyTypes").Any(type => type.ToString() == direction)),
    ]);

    private static bool IsPod(JsonNode peer, IReadOnlyDictionary<string, string> labels) =>
        peer.At("namespaceSelector") is null
        && peer.At("podSelector") is not null
        && peer.Map("podSelector matchLabels").Chooses(labels);

    private static bool IsNamespace(JsonNode peer, string name) =>
        peer.At("namespaceSelector") is not null
        && peer.At("podSelector") is null
        && peer.Map("namespaceSelector matchLabels")
            .Chooses(new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = name })
        && peer.Map("namespaceSelector matchLabels").Count > 0;

    private sealed record Policies(JsonNode[] All)
    {
        // A pod that no policy selects is not isolated; for others, everything that one policy allows is allowed.
        public bool Allow(string rules, string peers, Func<JsonNode, bool> isPeer, int port, Workload? target) =>
            All.Length == 0 || All.Any(policy => policy.List($"spec {rules}").Any(rule =>
                (rule.At(peers) is null || rule.List(peers).Any(isPeer)) && IsPort(rule, port, target)));

        private static bool IsPort(JsonNode rule, int port, Workload? target) =>
            rule.At("ports") is null
            || rule.List("ports").Any(allowed =>
                (allowed.Text("port") is { } name && target?.PortOf(name) == port) || allowed.Number("port") == port);
    }
}

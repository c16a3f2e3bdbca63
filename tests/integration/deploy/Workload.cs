using System.Text.Json.Nodes;

namespace Ticketing.Tests.Deploy;

/// <summary>A Deployment, StatefulSet or Job, seen by its pods.</summary>
internal sealed record Workload(JsonNode Object)
{
    private const string OwnImages = "orleans-ticketing/";

    public string Kind => Object.Text("kind")!;

    public string Name => $"{Kind} {Object.Text("metadata name")}";

    public JsonNode Pod => Object.At("spec template spec")!;

    public IReadOnlyDictionary<string, string> Labels => Object.Map("spec template metadata labels");

    public string? Component => Labels.GetValueOrDefault("app.kubernetes.io/component");

    public IEnumerable<JsonNode> Containers => Pod.List("containers");

    /// <summary>The container of our program; null in third-party workloads.</summary>
    public JsonNode? Own => Containers.SingleOrDefault(IsOwn);

    /// <summary>The target of the Dockerfile that its image is built from.</summary>
    public string Target => Own.Text("image")![OwnImages.Length..].Split(':')[0];

    /// <summary>Null when no container has a port of that name or number.</summary>
    public int? PortOf(string? nameOrNumber) => Containers
        .SelectMany(container => container.List("ports"))
        .Where(port => port.Text("name") == nameOrNumber || port.Text("containerPort") == nameOrNumber)
        .Select(port => (int?)port.Number("containerPort"))
        .FirstOrDefault();

    private static bool IsOwn(JsonNode container) =>
        container.Text("image")?.StartsWith(OwnImages, StringComparison.Ordinal) == true;
}

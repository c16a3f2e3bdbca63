using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Deploy;

/// <summary>All objects of one overlay.</summary>
internal sealed class Overlay
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Rendered = new();

    private readonly List<JsonNode> objects;

    private Overlay(string text) => objects = [.. Yaml.Read(text)];

    public static TheoryData<string> Names => new(Folders());

    public static string Root => Path.Combine(SourceTree.Root, "deploy", "k8s");

    public IReadOnlyList<JsonNode> Objects => objects;

    public IEnumerable<JsonNode> Deployments => OfKind("Deployment");

    /// <summary>The objects that create pods.</summary>
    public IEnumerable<Workload> Workloads => Objects
        .Where(item => item.Text("kind") is "Deployment" or "StatefulSet" or "Job")
        .Select(item => new Workload(item));

    /// <summary>A private copy, which a test may change.</summary>
    public static Overlay Render(string name) => new(Rendered.GetOrAdd(
        name, folder => new(() => Kubectl.Kustomize(Path.Combine(Root, "overlays", folder)))).Value);

    public IEnumerable<JsonNode> OfKind(string kind) => Objects.Where(item => item.Text("kind") == kind);

    public JsonNode? Find(string kind, string? name) =>
        OfKind(kind).SingleOrDefault(item => item.Text("metadata name") == name);

    public void Remove(JsonNode item) => objects.Remove(item);

    private static IEnumerable<string> Folders() => Directory
        .EnumerateDirectories(Path.Combine(Root, "overlays"))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);
}

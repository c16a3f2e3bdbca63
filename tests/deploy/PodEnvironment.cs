using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Deploy;

/// <summary>The variables that a container of ours starts with; what a Secret gives is made up.</summary>
internal static class PodEnvironment
{
    public const int PostgresPort = 5432;
    public const int RedisPort = 6379;
    public const string Secret = "ticketing-secrets";
    private const string PodAddress = "10.1.2.3";

    /// <summary>What whoever installs puts into the Secret (docs/operations.md), without what is optional.</summary>
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["Ticketing__Store__ConnectionString"] = "Host=postgres;Username=ticketing;Password=x;Database=ticketing",
        ["Ticketing__Cluster__Redis"] = "redis:6379,password=x",
        ["Ticketing__Queue__TokenKeys__0"] = Convert.ToBase64String(new byte[32]),
        ["Ticketing__Tickets__SigningKeys__0"] = TicketKeys.Signing,
    };

    /// <summary>Throws when a name is given that is not there, and not optional.</summary>
    public static IReadOnlyDictionary<string, string> Of(Overlay overlay, Workload workload)
    {
        var variables = new Dictionary<string, string>();
        foreach (var source in workload.Own.List("envFrom"))
        {
            var map = overlay.Find("ConfigMap", source.Text("configMapRef name"))
                ?? throw new InvalidOperationException($"{workload.Name}: there is no {source.ToJsonString()}");
            foreach (var (name, value) in map.Map("data")) variables[name] = value;
        }

        foreach (var variable in workload.Own.List("env"))
        {
            if (ValueOf(variable) is { } value)
                variables[variable.Text("name")!] = value.Replace("$(POD_IP)", variables.GetValueOrDefault("POD_IP"));
        }

        return variables;
    }

    private static string? ValueOf(JsonNode variable)
    {
        if (variable.Text("valueFrom fieldRef fieldPath") is { } field)
            return field == "status.podIP" ? PodAddress : throw new InvalidOperationException($"no field {field}");
        if (variable.At("valueFrom secretKeyRef") is not { } reference) return variable.Text("value");
        if (Secrets.TryGetValue(reference.Text("key")!, out var secret)) return secret;
        return reference.Is("optional", true)
            ? null
            : throw new InvalidOperationException($"nobody is told to make the secret {reference.Text("key")}");
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ticketing.Tests.Support;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Deploy;

/// <summary>The environment of a container of ours; the values of a Secret are made up.</summary>
internal static partial class PodEnvironment
{
    public const int PostgresPort = 5432;
    public const int RedisPort = 6379;
    public const string Secret = "ticketing-secrets";
    private const string PodAddress = "10.1.2.3";

    /// <summary>The names in the Secret that deploy/compose/secrets makes; all other names are optional.</summary>
    public static IReadOnlySet<string> Given { get; } =
        File.ReadLines(Path.Combine(SourceTree.Root, "deploy", "compose", "secrets"))
            .Select(line => GivenName().Match(line))
            .Where(found => found.Success)
            .Select(found => found.Groups[1].Value)
            .ToHashSet();

    private static readonly Dictionary<string, string> Values = new()
    {
        ["Ticketing__Store__ConnectionString"] = "Host=postgres;Username=ticketing;Password=x;Database=ticketing",
        ["Ticketing__Cluster__Redis"] = "redis:6379,password=x",
        ["Ticketing__Queue__TokenKeys__0"] = Convert.ToBase64String(new byte[32]),
        ["Ticketing__Tickets__SigningKeys__0"] = TicketKeys.Signing,
    };

    /// <summary>The variables without the optional ones. Throws when a ConfigMap does not exist.</summary>
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
            if (ValueOf(variable, workload) is { } value)
                variables[variable.Text("name")!] = value.Replace("$(POD_IP)", variables.GetValueOrDefault("POD_IP"));
        }

        return variables;
    }

    /// <summary>A made-up value for a secret.</summary>
    public static string Made(string name) => Values.GetValueOrDefault(name, "something");

    private static string? ValueOf(JsonNode variable, Workload workload)
    {
        if (variable.Text("valueFrom fieldRef fieldPath") is { } field) return FieldOf(field, workload);
        if (variable.At("valueFrom secretKeyRef") is not { } reference) return variable.Text("value");
        return Values.GetValueOrDefault(reference.Text("key")!);
    }

    // A label that the pod does not have is empty, as in the downward API.
    private static string FieldOf(string field, Workload workload) => field switch
    {
        "status.podIP" => PodAddress,
        "metadata.name" => $"{workload.Object.Text("metadata name")}-made-up",
        "metadata.namespace" => workload.Object.Text("metadata namespace")!,
        _ when Label().Match(field) is { Success: true } found =>
            workload.Labels.GetValueOrDefault(found.Groups[1].Value, ""),
        _ => throw new InvalidOperationException($"no field {field}"),
    };

    [GeneratedRegex(@"^metadata\.labels\['(.+)'\]$")]
    private static partial Regex Label();

    [GeneratedRegex("^([A-Z][A-Z_]+|Ticketing__\\w+)=")]
    private static partial Regex GivenName();
}

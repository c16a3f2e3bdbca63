using Ticketing.Events;

namespace Ticketing.Tests.Support;

/// <summary>The lines of the map that are steps of paying.</summary>
internal static class PaymentLines
{
    /// <summary>These groups only observe; no step of paying waits for them.</summary>
    private static readonly string[] Watching =
        ["seat-map", "read-model", "notification", "statistics", "external-platform"];

    public static IReadOnlyList<Subscription> All { get; } =
        [.. Choreography.All.Where(line => !Watching.Contains(line.Group))];
}

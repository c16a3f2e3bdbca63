namespace Ticketing.Tests.Messaging;

/// <summary>An event that a listener got.</summary>
public sealed record Hearing(string Grain, Guid EventId, string Topic, string Key, string? TraceParent);

using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>A server-sent event.</summary>
public sealed record SentEvent(string Name, string Id, JsonNode Data);

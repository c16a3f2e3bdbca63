namespace Ticketing.Events;

/// <summary>One line of the map: what a consumer group does with the events of a topic.</summary>
public sealed record Subscription(string Topic, string Group, Handler Handler);

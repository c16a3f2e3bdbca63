namespace Ticketing.Events;

/// <summary>An event that a handler has read, and the grain it is for.</summary>
public abstract record Delivery(string GrainKey);

namespace Ticketing.Api;

/// <summary>Something that happened to an order.</summary>
/// <param name="Name">What.</param>
/// <param name="Detail">To which part of it, and why; null when the name says all.</param>
public sealed record OrderStepBody(DateTimeOffset At, string Name, string? Detail);

namespace Ticketing.Api;

/// <summary>An account.</summary>
public sealed record AccountBody(Guid Id, string Email);

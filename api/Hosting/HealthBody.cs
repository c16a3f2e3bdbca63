namespace Ticketing.Api;

public sealed record HealthBody(string Status);

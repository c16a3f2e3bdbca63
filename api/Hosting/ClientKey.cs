namespace Ticketing.Api;

/// <summary>Whose requests of which kind are counted together.</summary>
internal readonly record struct ClientKey(string Kind, string Client);

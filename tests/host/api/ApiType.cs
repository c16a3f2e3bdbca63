namespace Ticketing.Tests.Host;

/// <summary>What others can see of one type.</summary>
public sealed record ApiType(
    string Name, string Kind, string Base, HashSet<string> Interfaces, HashSet<string> Members);

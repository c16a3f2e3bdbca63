namespace Ticketing.Tests.Wire;

/// <summary>One interface, type, event body or column of a <see cref="WireList"/>, with its entries in order.</summary>
internal sealed class WireSection(string kind, string name, string facts)
{
    private readonly List<(string Key, string Facts)> entries = [];

    public string Kind => kind;

    public string Name => name;

    public string Facts => facts;

    public string Key => $"{kind} {name}";

    public IReadOnlyList<(string Key, string Facts)> Entries => entries;

    public void Add(string key, string entryFacts)
    {
        if (Find(key) is not null) throw new InvalidOperationException($"{Key} has {key} twice.");
        entries.Add((key, entryFacts));
    }

    /// <summary>Null when there is no such entry.</summary>
    public string? Find(string key) =>
        entries.Where(entry => entry.Key == key).Select(entry => entry.Facts).SingleOrDefault();
}

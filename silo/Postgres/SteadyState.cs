namespace Ticketing.Postgres;

/// <summary>Good after two good looks in a row, bad after a bad one.</summary>
/// <param name="assumed">What it is taken for at first; null when even that is news.</param>
internal sealed class SteadyState(bool? assumed)
{
    private const int LooksToTrust = 2;

    private int goodLooks;
    private bool? told = assumed;

    /// <summary>Whether the last look made another of it.</summary>
    public bool HasChanged { get; private set; }

    /// <returns>Whether it is good.</returns>
    public bool Look(string? complaint)
    {
        goodLooks = complaint is null ? goodLooks + 1 : 0;
        var isGood = goodLooks >= LooksToTrust;
        var isDecided = isGood || complaint is not null;
        HasChanged = isDecided && told != isGood;
        if (HasChanged)
            told = isGood;
        return isGood;
    }
}

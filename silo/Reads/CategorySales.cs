namespace Ticketing.Reads;

/// <summary>The seats of one category by what they are.</summary>
/// <param name="Revenue">Points: the prices of the sold seats.</param>
public sealed record CategorySales(
    string Category, int Available, int Held, int Sold, int Blocked, long Revenue);

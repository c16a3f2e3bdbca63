namespace Ticketing.Reads;

/// <summary>The seats of one category by what they are; without seats, how many may come in.</summary>
/// <param name="Held">Of general admission also what is paid and has no tickets yet.</param>
/// <param name="Revenue">Points: the prices of what is sold, before coupons.</param>
public sealed record CategorySales(
    string Category, int Available, int Held, int Sold, int Blocked, long Revenue);

using System.Globalization;

namespace Ticketing.Tests.Processes;

/// <summary>What fans saw of an accident, and that the books are right afterwards.</summary>
/// <param name="RecoveredAfter">From the accident to the last request that was not served.</param>
/// <param name="LongestCall">To an answer, also to one that was none.</param>
/// <param name="LongestPayment">From the first question to pay to the yes.</param>
/// <param name="Failed">Requests without a clear answer, each of which was repeated.</param>
internal sealed record Accident(
    string Name,
    TimeSpan RecoveredAfter,
    TimeSpan LongestCall,
    TimeSpan LongestPayment,
    int Failed,
    int Requests,
    int Sold)
{
    public const string Header =
        "| what happens | failed requests | recovered after s | longest call s | longest payment s | sold, all kept |\n"
        + "|---|---|---|---|---|---|";

    private const int PaymentsBefore = 15;

    /// <summary>
    /// Under steady purchases: <paramref name="happen"/>s, then some calm, then the books are checked, after
    /// <paramref name="repair"/>.
    /// </summary>
    public static async Task<Accident> UnderPurchasesAsync(
        string name, Uri door, string connectionString, double fansPerSecond, TimeSpan calm, Func<Task> happen,
        Func<Task>? repair = null)
    {
        await using var purchases = await SteadyPurchases.StartAsync(door, fansPerSecond);
        await purchases.UntilQuickAsync(PaymentsBefore);
        var at = purchases.Log.Now;
        await happen();
        await Task.Delay(calm);
        await purchases.StopAsync();
        var log = purchases.Log;
        var accident = new Accident(
            name, log.Outage(at), log.Longest(at, log.Now), purchases.LongestPayment(at), log.Unserved(at),
            log.Count(at, log.Now), 0);
        if (repair is not null) await repair();
        return accident with { Sold = await PurchaseBooks.AssertKeptAsync(connectionString, purchases.Fans) };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Failed} of {Requests} | {RecoveredAfter.TotalSeconds:0.0} | {LongestCall.TotalSeconds:0.0} | "
        + $"{LongestPayment.TotalSeconds:0.0} | {Sold} |");
}

using System.Globalization;

namespace Ticketing.Tests.Processes;

/// <summary>The effects of an accident as fans saw them.</summary>
/// <param name="RecoveredAfter">From the accident to the start of the last request that was not served.</param>
/// <param name="LongestCall">Until an answer, or until the call failed.</param>
/// <param name="LongestPayment">From the first request to pay to its confirmation.</param>
/// <param name="Failed">Requests without a clear answer, each of which was retried.</param>
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
    /// Calls <paramref name="happen"/> during steady purchases, waits for some calm, calls <paramref name="repair"/>,
    /// and then checks the books.
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

using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Processes;

/// <summary>The real program over HTTP, killed in the middle of a sale.</summary>
[Collection(PostgresCollection.Name)]
public class KillTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int FanCount = 200;
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task No_seat_is_lost_or_doubled_when_the_server_is_killed_in_the_middle_of_a_sale()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var api = await ApiProcess.StartAsync(database.ConnectionString);
        using var http = Browser.Connect(api.Address);
        var scheduleId = await ContendedSale.OpenAsync(new Browser(http));
        var fans = Enumerable.Range(0, FanCount)
            .Select(number => new ContendingFan(new Browser(http), scheduleId, number))
            .ToArray();
        await Task.WhenAll(fans.Select(fan => fan.PrepareAsync()));

        using var end = new CancellationTokenSource();
        var sale = Task.WhenAll(fans.Select(fan => fan.ContendAsync(end.Token)));
        await Task.Delay(Half);
        await api.KillAsync();
        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: false));
        await api.StartAsync();
        await Task.Delay(Half);
        await end.CancelAsync();
        await sale;

        output.WriteLine($"{fans.Sum(fan => fan.Held.Count)} told yes, {fans.Sum(fan => fan.Refused)} told no, "
            + $"{fans.Sum(fan => fan.Confirmed.Count)} confirmed at the end");
        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: false));
        await ContendedSale.AssertKeptAsync(database.ConnectionString, fans);

        await SqlChecks.AssertRestsAsync(database.ConnectionString);
        await ContendedSale.AssertKeptAsync(database.ConnectionString, fans);
    }
}

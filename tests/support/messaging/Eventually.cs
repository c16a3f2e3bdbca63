using System.Diagnostics;

namespace Ticketing.Tests.Messaging;

/// <summary>Waits for what comes by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static Task IsTrue(Func<bool> condition) => IsTrueAsync(() => Task.FromResult(condition()));

    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, "It has not come.");
            await Task.Delay(10);
        }
    }
}

using System.Diagnostics;

namespace Ticketing.Tests.Api;

/// <summary>What events bring about, a moment later.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The first answer that is as it should be; the last one when none is in time.</summary>
    public static async Task<ApiAnswer> GetAsync(Func<Task<ApiAnswer>> ask, Func<ApiAnswer, bool> isAsItShould)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isAsItShould(answer) || Stopwatch.GetElapsedTime(began) > Patience)
                return answer;
            await Task.Delay(50);
        }
    }
}

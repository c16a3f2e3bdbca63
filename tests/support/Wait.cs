using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ticketing.Tests.Support;

/// <summary>
/// Waits for a condition, so that no test sleeps for a guessed time. Patient: a busy machine fails no test. A failure
/// names what did not happen.
/// </summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the condition holds. Returns how long that took.</summary>
    /// <param name="what">The awaited event, for the message; by default the text of the condition.</param>
    public static Task<TimeSpan> Until(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Until(() => Task.FromResult(condition()), what);

    public static async Task<TimeSpan> Until(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        await For(condition, holds => holds, what);
        return watch.Elapsed;
    }

    /// <summary>Asks until the answer meets the condition, and returns that answer.</summary>
    public static async Task<TAnswer> For<TAnswer>(
        Func<Task<TAnswer>> ask,
        Func<TAnswer, bool> condition,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Pause))
        {
            var answer = await ask();
            if (condition(answer)) return answer;
            if (watch.Elapsed > Patience)
                Assert.Fail($"Did not happen within {Patience.TotalSeconds} s: {what}; last answer: {Text(answer)}");
        }
    }

    private static string Text(object? answer) =>
        answer is IEnumerable<object> many ? string.Join('\n', many) : $"{answer}";
}

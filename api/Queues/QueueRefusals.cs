using System.Collections.Immutable;
using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>Maps refusals of the queue to problems of the API.</summary>
internal static class QueueRefusals
{
    /// <summary>Why a place is not active, or cannot become so.</summary>
    public static ImmutableArray<ProblemType> OfTurn { get; } =
    [
        Problems.QueueTokenInvalid, Problems.NotYourTurn, Problems.QueueTokenExpired, Problems.QueueTokenLeft,
        Problems.QueueTokenUsed,
    ];

    public static Problem Explain(JoinResult result) => result switch
    {
        JoinResult.UnknownSchedule => Problems.NotFound.Occurs(),
        JoinResult.QueueOff => Problems.NoQueue.Occurs(),
        JoinResult.Draining => Problems.QueueDraining.Occurs(),
        JoinResult.SaleOver => Problems.NotOnSale.Occurs(),
        _ => throw new InvalidOperationException($"Joining a queue had the unknown outcome {result}."),
    };

    /// <param name="retryAfterSeconds">When the turn may have come, for a fan who still waits.</param>
    public static Problem Explain(EnterOutcome outcome, int retryAfterSeconds = Limits.MinRetryAfterSeconds) =>
        outcome.Result switch
        {
            EnterResult.Waiting => Problems.NotYourTurn.With("ahead", outcome.Ahead).RetryAfter(retryAfterSeconds),
            EnterResult.Missed or EnterResult.RanOut => Problems.QueueTokenExpired.Occurs(),
            EnterResult.Left => Problems.QueueTokenLeft.Occurs(),
            EnterResult.Served or EnterResult.Released => Problems.QueueTokenUsed.Occurs(),
            EnterResult.Unknown => Problems.QueueTokenInvalid.Occurs(),
            EnterResult.QueueOff => Problems.NoQueue.Occurs(),
            _ => throw new InvalidOperationException($"Entering had the unknown outcome {outcome.Result}."),
        };
}

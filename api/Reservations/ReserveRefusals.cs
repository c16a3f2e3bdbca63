using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Api;

/// <summary>Maps refused reservations to problems of the API.</summary>
internal static class ReserveRefusals
{
    /// <param name="tokenFault">The fault of the queue token, if one was sent.</param>
    /// <param name="retryAfterSeconds">When the fan's turn may have come.</param>
    public static Problem Explain(
        ReserveOutcome outcome, Problem? tokenFault, int retryAfterSeconds) =>
        outcome.Result switch
        {
            ReserveResult.Taken => Problems.SeatsTaken.With("seats", Named(outcome.Seats)),
            ReserveResult.NotEnoughSeats => Problems.NotEnoughSeats.Occurs(),
            ReserveResult.LimitExceeded when outcome.PausedSeconds is { } seconds =>
                Problems.UnpaidHolds.Occurs().RetryAfter(seconds),
            ReserveResult.NotTogether => Problems.NotTogether.Occurs(),
            ReserveResult.LimitExceeded => Problems.LimitExceeded.With("limit", outcome.Limit),
            ReserveResult.NotOnSale => Problems.NotOnSale.With("opensAt", outcome.OpensAt),
            ReserveResult.TokenMissing => tokenFault ?? Problems.QueueTokenRequired.Occurs(),
            ReserveResult.NotAdmitted => QueueRefusals.Explain(outcome.Turn!, retryAfterSeconds),
            ReserveResult.UnknownSchedule => Problems.NotFound.At("$.scheduleId", "There is no such schedule."),
            ReserveResult.UnknownSeat => Problems.UnknownSeat
                .At("$.seats", "The schedule does not have all of these seats.").With("seats", Named(outcome.Seats)),
            ReserveResult.UnknownCategory => Problems.UnknownCategory
                .At("$.category", "The schedule has no category of this name."),
            ReserveResult.KeyReused => Problems.KeyReused
                .At(IdempotencyKey.Header, "The key was used before with another body."),
            _ => throw new InvalidOperationException($"Reserving had the unknown outcome {outcome.Result}."),
        };

    private static string[] Named(ImmutableArray<string> seats) => seats.IsDefault ? [] : [.. seats];
}

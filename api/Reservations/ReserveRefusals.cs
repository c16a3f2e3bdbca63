using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Api;

/// <summary>Why seats were not held, in the words of the API.</summary>
internal static class ReserveRefusals
{
    public static Problem Explain(ReserveOutcome outcome) => outcome.Result switch
    {
        ReserveResult.Taken => Problems.SeatsTaken.With("seats", Named(outcome.Seats)),
        ReserveResult.NotEnoughSeats => Problems.NotEnoughSeats.Occurs(),
        ReserveResult.LimitExceeded => Problems.LimitExceeded.With("limit", outcome.Limit),
        ReserveResult.NotOnSale => Problems.NotOnSale.With("opensAt", outcome.OpensAt),
        ReserveResult.TokenMissing => Problems.QueueTokenRequired.Occurs(),
        ReserveResult.NotAdmitted => QueueRefusals.Explain(outcome.Turn!),
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

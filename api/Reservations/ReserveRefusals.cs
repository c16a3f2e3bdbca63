using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Reservations;

namespace Ticketing.Api;

/// <summary>Maps refused reservations to problems of the API.</summary>
internal static class ReserveRefusals
{
    /// <param name="labels">Of the schedule, when the outcome names seats.</param>
    /// <param name="tokenFault">The fault of the queue token, if one was sent.</param>
    /// <param name="retryAfterSeconds">When the fan's turn may have come.</param>
    public static Problem Explain(
        ReserveOutcome outcome, PlanLabels labels, Problem? tokenFault, int retryAfterSeconds) =>
        outcome.Result switch
        {
            ReserveResult.Taken => Name(Problems.SeatsTaken.Occurs(), outcome.Seats, labels),
            ReserveResult.NotEnoughSeats => Problems.NotEnoughSeats.Occurs(),
            ReserveResult.LimitExceeded when outcome.PausedSeconds is { } seconds =>
                Problems.UnpaidHolds.Occurs().RetryAfter(seconds),
            ReserveResult.NotTogether => Problems.NotTogether.Occurs(),
            ReserveResult.LimitExceeded => Problems.LimitExceeded.With("limit", outcome.Limit),
            ReserveResult.NotOnSale => Problems.NotOnSale.With("opensAt", outcome.OpensAt),
            ReserveResult.TokenMissing => tokenFault ?? Problems.QueueTokenRequired.Occurs(),
            ReserveResult.NotAdmitted => QueueRefusals.Explain(outcome.Turn!, retryAfterSeconds),
            ReserveResult.UnknownSchedule => Problems.NotFound.At("$.scheduleId", "is the id of no schedule"),
            ReserveResult.UnknownSeat => Name(
                Problems.UnknownSeat.At("$.seats", "names seats that the schedule does not have"), outcome.Seats,
                labels),
            ReserveResult.UnknownCategory => Problems.UnknownCategory
                .At("$.category", "is no category of the schedule"),
            ReserveResult.KeyReused => Problems.KeyReused
                .At(IdempotencyKey.Header, "was used before with another body"),
            _ => throw new InvalidOperationException($"Reserving had the unknown outcome {outcome.Result}."),
        };

    /// <summary>
    /// Names the seats, in the plan's order, by their ids, and where it can by their labels and their indexes.
    /// </summary>
    private static Problem Name(Problem problem, ImmutableArray<string> seats, PlanLabels labels)
    {
        string[] ordered = [.. labels.InOrder(seats.IsDefault ? [] : seats, seat => seat)];
        return problem
            .With("seats", ordered)
            .With("labels", SeatLabelBody.Of(ordered, labels))
            .With("seatIndexes", ordered.Select(labels.IndexOf).OfType<int>());
    }
}

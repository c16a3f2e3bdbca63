using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>A reservation and the queue: only the active may reserve, and the turn ends with it.</summary>
public sealed partial class ReservationGrain
{
    /// <summary>Why it is not this fan's turn, or null when it is.</summary>
    private async Task<ReserveOutcome?> AskQueue(SaleTerms terms, ReserveSeats command)
    {
        if (!terms.HasQueue) return null;
        if (command.Place is not { } place) return new ReserveOutcome(ReserveResult.TokenMissing);

        var turn = place.UserId == command.UserId
            ? await Queue(command.ScheduleId).Enter(place)
            : new EnterOutcome(EnterResult.Unknown);
        return TurnRules.Refuse(turn);
    }

    private async Task TellQueue(ReservationRecord? before)
    {
        if (TurnRules.News(before, record!) is { } news) await Queue(record!.Reservation.ScheduleId).Settle(news);
    }

    private IQueueGrain Queue(Guid scheduleId) => GrainFactory.GetGrain<IQueueGrain>(GrainKeys.Of(scheduleId));
}

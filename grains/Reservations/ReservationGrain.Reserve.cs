using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>Making a reservation: allowance, claims, one commit, then everybody is told.</summary>
public sealed partial class ReservationGrain
{
    public async Task<ReserveOutcome> Reserve(ReserveSeats command)
    {
        if (record is not null) return ReservationRules.Repeat(record, command);

        var terms = await Schedule(command.ScheduleId).GetTerms();
        if (ReservationRules.Refuse(terms, command, time.GetUtcNow()) is { } refusal) return Refused(refusal);

        var wanted = command.Seats.IsDefaultOrEmpty ? command.Quantity : command.Seats.Length;
        var fan = Fan(command.ScheduleId, command.UserId);
        var allowed = await fan.Allow(new AllowSeats(id, wanted, terms!.SeatsPerFan));
        if (allowed == AllowOutcome.SeenBefore && await Load()) return ReservationRules.Repeat(record!, command);
        if (allowed == AllowOutcome.LimitExceeded)
            return Refused(new ReserveOutcome(ReserveResult.LimitExceeded, Limit: terms.SeatsPerFan));

        var nothingMade = new SettledAllowance(id, Seats: 0, Made: false);
        try
        {
            var outcome = command.Seats.IsDefaultOrEmpty
                ? await ReserveBest(command, terms)
                : await ReserveNamed(command, terms, command.Seats);
            if (record is not null) return outcome;

            await fan.Settle(nothingMade);
            return Refused(outcome);
        }
        catch (TicketStoreException e) when (e is not CommitOutcomeUnknownException)
        {
            await fan.Settle(nothingMade);
            throw;
        }
    }

    private async Task<ReserveOutcome> ReserveBest(ReserveSeats command, SaleTerms terms)
    {
        var map = GrainFactory.GetGrain<ISeatMapGrain>(GrainKeys.Of(command.ScheduleId));
        ImmutableArray<string> except = [];
        for (var attempt = 0; attempt < Limits.SuggestionAttempts; attempt++)
        {
            var seats = await map.Suggest(new SeatWish(command.Category!, command.Quantity, except));
            if (seats.IsEmpty) break;

            var outcome = await ReserveNamed(command, terms, seats);
            if (outcome.Result != ReserveResult.Taken) return outcome;
            except = except.AddRange(outcome.Seats);
        }

        return new ReserveOutcome(ReserveResult.NotEnoughSeats);
    }

    private async Task<ReserveOutcome> ReserveNamed(
        ReserveSeats command, SaleTerms terms, ImmutableArray<string> seats)
    {
        var claims = new SeatClaims(GrainFactory, command.ScheduleId, id);
        if (await claims.ClaimAll(seats) is { } refusal) return refusal;

        try
        {
            await Become(ReservationRules.Create(id, command, claims.Claimed, terms, time.GetUtcNow()));
        }
        catch (CommitConflictException)
        {
            // Memory was wrong about a seat, or this reservation exists although nobody remembered it.
            await claims.Forget();
            return await Load()
                ? ReservationRules.Repeat(record!, command)
                : new ReserveOutcome(ReserveResult.Taken, Seats: seats);
        }
        catch (TicketStoreException e) when (e is not CommitOutcomeUnknownException)
        {
            await claims.GiveBack();
            throw;
        }

        return new ReserveOutcome(ReserveResult.Reserved, ReservationRules.View(record!));
    }

    /// <summary>Nothing was made, so there is nothing to keep in memory.</summary>
    private ReserveOutcome Refused(ReserveOutcome outcome)
    {
        DeactivateOnIdle();
        return outcome;
    }
}

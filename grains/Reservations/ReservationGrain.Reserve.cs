using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>Making a reservation: allowance, claims, one commit, then everybody is told.</summary>
public sealed partial class ReservationGrain
{
    public Task<ReserveOutcome> Reserve(ReserveSeats command) => Answer(() => ReserveOnce(command));

    private async Task<ReserveOutcome> ReserveOnce(ReserveSeats command)
    {
        if (record is not null) return ReservationRules.Repeat(record, command);

        var terms = await Schedule(command.ScheduleId).GetTerms();
        if (ReservationRules.Refuse(terms, command, time.GetUtcNow()) is { } refusal)
            return await RepeatOr(refusal, command);
        if (await AskQueue(terms!, command) is { } notYourTurn) return await RepeatOr(notYourTurn, command);

        var wanted = command.Seats.IsDefaultOrEmpty ? command.Quantity : command.Seats.Length;
        var fan = Fan(command.ScheduleId, command.UserId);
        var allowed = await fan.Allow(new AllowSeats(id, wanted, terms!.SeatsPerFan));
        if (allowed is AllowOutcome.LimitExceeded or AllowOutcome.SeenBefore)
            return await RepeatOr(new ReserveOutcome(ReserveResult.LimitExceeded, Limit: terms.SeatsPerFan), command);
        begun = allowed == AllowOutcome.AllowedAgain; // what was tried before may still land
        if (begun && await Load()) return ReservationRules.Repeat(record!, command);

        var nothingMade = new SettledAllowance(id, Seats: 0, Made: false);
        try
        {
            var outcome = await Reserve(command, terms);
            if (record is not null) return outcome;

            await fan.Settle(nothingMade);
            return Refused(outcome);
        }
        catch when (!begun)
        {
            await fan.Settle(nothingMade);
            throw;
        }
    }

    private Task<ReserveOutcome> Reserve(ReserveSeats command, SaleTerms terms)
    {
        if (!command.Seats.IsDefaultOrEmpty) return ReserveNamed(command, terms, command.Seats);
        return terms.Admissions.FirstOrDefault(admission => admission.Category == command.Category) is { } admission
            ? ReserveAdmission(command, terms, admission)
            : ReserveBest(command, terms);
    }

    /// <summary>A request that was granted once keeps its answer, even if it would be refused by now.</summary>
    private async Task<ReserveOutcome> RepeatOr(ReserveOutcome refusal, ReserveSeats command) =>
        await Load() ? ReservationRules.Repeat(record!, command) : Refused(refusal);

    private async Task<ReserveOutcome> ReserveBest(ReserveSeats command, SaleTerms terms)
    {
        var map = GrainFactory.GetGrain<ISeatMapGrain>(GrainKeys.Of(command.ScheduleId));
        ImmutableArray<string> lost = [];
        for (var attempt = 0; attempt < Limits.SuggestionAttempts; attempt++)
        {
            var seats = await map.Suggest(new SeatWish(command.Category!, command.Quantity, lost));
            if (seats.IsEmpty && lost.IsEmpty) return new ReserveOutcome(ReserveResult.NotEnoughSeats);
            if (seats.IsEmpty)
            {
                // What others were about to take may be free again: look once more, at a new picture.
                lost = [];
                await Task.Delay(TimeSpan.FromMilliseconds(Limits.SeatMapMaxAgeMilliseconds), time);
                continue;
            }

            var outcome = await ReserveNamed(command, terms, seats);
            if (outcome.Result != ReserveResult.Taken) return outcome;
            lost = lost.AddRange(outcome.Seats);
        }

        return new ReserveOutcome(ReserveResult.Taken, Seats: lost);
    }

    private async Task<ReserveOutcome> ReserveNamed(
        ReserveSeats command, SaleTerms terms, ImmutableArray<string> seats)
    {
        var claims = new SeatClaims(GrainFactory, command.ScheduleId, id);
        var (claim, refused) = await claims.ClaimAll(seats);
        if (claim == ClaimResult.UnknownSeat) return new ReserveOutcome(ReserveResult.UnknownSeat, Seats: refused);
        if (claim == ClaimResult.Yours && await Load()) return ReservationRules.Repeat(record!, command);
        if (claim != ClaimResult.Granted) return new ReserveOutcome(ReserveResult.Taken, Seats: refused);

        try
        {
            await Become(ReservationRules.Create(id, command, claims.Claimed, terms, time.GetUtcNow()));
            return new ReserveOutcome(ReserveResult.Reserved, ReservationRules.View(record!));
        }
        catch (CommitConflictException)
        {
            await claims.Forget();
            return await FoundAfterConflict()
                ? ReservationRules.Repeat(record!, command)
                : new ReserveOutcome(ReserveResult.Taken, Seats: seats);
        }
        catch (TicketStoreException e) when (record is null && e is not CommitOutcomeUnknownException)
        {
            await claims.GiveBack();
            throw;
        }
    }

    /// <summary>Memory was wrong about a seat, or this reservation exists although nobody remembered it.</summary>
    private async Task<bool> FoundAfterConflict()
    {
        try
        {
            return await Load();
        }
        catch (TicketStoreException e)
        {
            throw new CommitOutcomeUnknownException($"Whether reservation {id} exists could not be read.", e);
        }
    }

    /// <summary>Nothing was made, so there is nothing to keep in memory.</summary>
    private ReserveOutcome Refused(ReserveOutcome outcome)
    {
        DeactivateOnIdle();
        return outcome;
    }
}

using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// Reserve: checks the sale, the turn and the purchase limit, then claims seats (or allocates stock), then commits
/// once.
/// </summary>
public sealed partial class ReservationGrain
{
    public Task<ReserveOutcome> Reserve(ReserveSeats command) => Run(() => ReserveOnce(command));

    private async Task<ReserveOutcome> ReserveOnce(ReserveSeats command)
    {
        if (record is not null) return ReservationRules.Repeat(record, command);

        var terms = await Schedule(command.ScheduleId).GetTerms();
        if (ReservationRules.Refuse(terms, command, time.GetUtcNow()) is { } refusal)
            return await RepeatOr(refusal, command);
        if (command.Category is { } typed)
            command = command with { Category = ReservationRules.CategoryOf(terms!, typed) };
        if (await RefuseTurn(terms!, command) is { } notYourTurn) return await RepeatOr(notYourTurn, command);

        var wanted = command.Seats.IsDefaultOrEmpty ? command.Quantity : command.Seats.Length;
        var fan = Fan(command.ScheduleId, command.UserId);
        var allowed = await fan.Allow(new AllowSeats(id, wanted, terms!.SeatsPerFan, terms.HoldSeconds));
        if (allowed is AllowOutcome.LimitExceeded or AllowOutcome.SeenBefore)
            return await RepeatOr(LimitExceeded(terms), command);
        // The commit of an earlier attempt with this id may still arrive.
        outcomeUncertain = allowed == AllowOutcome.AllowedAgain;
        if (outcomeUncertain && await Load()) return ReservationRules.Repeat(record!, command);

        var nothingMade = new SettledAllowance(id, Seats: 0, Made: false);
        try
        {
            var outcome = allowed == AllowOutcome.AllowedShorter
                ? await ReserveShorter(command, terms)
                : await ReserveAllowed(command, terms);
            if (record is not null) return outcome;

            await fan.Settle(nothingMade);
            return await RepeatOr(outcome, command);
        }
        catch when (!outcomeUncertain)
        {
            await fan.Settle(nothingMade);
            throw;
        }
    }

    /// <summary>
    /// The refusal when it is not this fan's turn; null when it is, or when the schedule has no queue.
    /// </summary>
    private async Task<ReserveOutcome?> RefuseTurn(SaleTerms terms, ReserveSeats command)
    {
        if (!terms.HasQueue) return null;
        if (command.Place is not { } place) return new ReserveOutcome(ReserveResult.TokenMissing);

        var turn = place.UserId == command.UserId
            ? await Queue(command.ScheduleId).Enter(place)
            : new EnterOutcome(EnterResult.Unknown);
        return TurnRules.Refuse(turn);
    }

    /// <summary>For a fan who has held seats for long without paying: the rows say how long.</summary>
    private async Task<ReserveOutcome> ReserveShorter(ReserveSeats command, SaleTerms terms)
    {
        var now = time.GetUtcNow();
        var rows = await store.LoadFanAsync(new FanKey(command.ScheduleId, command.UserId));
        var grant = HoldRules.Decide(rows, terms.HoldSeconds, now);
        return grant.PausedUntil is { } until
            ? LimitExceeded(terms) with { PausedSeconds = (int)Math.Ceiling((until - now).TotalSeconds) }
            : await ReserveAllowed(command, terms with { HoldSeconds = grant.HoldSeconds });
    }

    private static ReserveOutcome LimitExceeded(SaleTerms terms) =>
        new(ReserveResult.LimitExceeded, Limit: terms.SeatsPerFan);

    private Task<ReserveOutcome> ReserveAllowed(ReserveSeats command, SaleTerms terms)
    {
        if (!command.Seats.IsDefaultOrEmpty) return ReserveNamed(command, terms, command.Seats);
        return terms.Admissions.FirstOrDefault(admission => admission.Category == command.Category) is { } admission
            ? ReserveAdmission(command, terms, admission)
            : ReserveBest(command, terms);
    }

    /// <summary>Best available: asks the seat map for seats until a set of them can be claimed.</summary>
    private async Task<ReserveOutcome> ReserveBest(ReserveSeats command, SaleTerms terms)
    {
        ImmutableArray<string> lost = [];
        for (var attempt = 0; attempt < Limits.SuggestionAttempts; attempt++)
        {
            var seats = await SeatMap(command.ScheduleId)
                .Suggest(new SeatWish(command.Category!, command.Quantity, lost, command.Together));
            if (seats.IsEmpty && (lost.IsEmpty || attempt == Limits.SuggestionAttempts - 1))
                return new ReserveOutcome(command.Together ? ReserveResult.NotTogether : ReserveResult.NotEnoughSeats);
            if (seats.IsEmpty)
            {
                // Seats claimed by other fans may be free again: ask once more with a newer map.
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
            var made = ReservationRules.Create(id, command, claims.Claimed, terms, time.GetUtcNow());
            await Commit(made, seatsPerFan: terms.SeatsPerFan);
            return new ReserveOutcome(ReserveResult.Reserved, ReservationRules.View(record!));
        }
        catch (FanLimitException)
        {
            await claims.GiveBack();
            return LimitExceeded(terms);
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

    /// <summary>General admission: there are no seats to claim; the quantity is allocated in the stock.</summary>
    private async Task<ReserveOutcome> ReserveAdmission(
        ReserveSeats command, SaleTerms terms, AdmissionPrice admission)
    {
        var key = new StockKey(command.ScheduleId, admission.Category);
        var stock = Stock(key.ScheduleId, key.Category);
        if (!await stock.Allocate(id, command.Quantity))
        {
            return await HasTakenOther(key, command.Quantity)
                ? new ReserveOutcome(ReserveResult.KeyReused)
                : new ReserveOutcome(ReserveResult.NotEnoughSeats);
        }

        try
        {
            // The stock releases an allocation whose reservation does not appear. The commit writes the row of the
            // allocation, so that it conflicts when the stock was faster.
            if ((await store.LoadStockTakesAsync(key, [id])) is not [{ Status: StockTakeStatus.Allocated } take])
                return new ReserveOutcome(ReserveResult.NotEnoughSeats);
            var made = ReservationRules.CreateAdmission(id, command, admission, terms, time.GetUtcNow());
            var allocation = take with { Version = take.Version + 1 };
            await Commit(made, allocation: allocation, seatsPerFan: terms.SeatsPerFan);
            return new ReserveOutcome(ReserveResult.Reserved, ReservationRules.View(record!));
        }
        catch (FanLimitException)
        {
            await stock.GiveBack(id);
            return LimitExceeded(terms);
        }
        catch (CommitConflictException)
        {
            if (await FoundAfterConflict()) return ReservationRules.Repeat(record!, command);
            await stock.GiveBack(id);
            return new ReserveOutcome(ReserveResult.NotEnoughSeats);
        }
        catch (TicketStoreException e) when (record is null && e is not CommitOutcomeUnknownException)
        {
            await stock.GiveBack(id);
            throw;
        }
    }

    /// <summary>
    /// Whether an earlier request with this key has allocated another quantity. Its reservation may still be committed,
    /// so the allocation must stay as it is.
    /// </summary>
    private async Task<bool> HasTakenOther(StockKey key, int quantity)
    {
        var takes = await store.LoadStockTakesAsync(key, [id]);
        return takes.Any(take => take.Status == StockTakeStatus.Allocated && take.Quantity != quantity);
    }

    /// <summary>
    /// Called after a conflict: either memory was stale, or an earlier attempt has already made this reservation.
    /// </summary>
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

    /// <summary>
    /// A request that was granted once keeps its answer, even if it would be refused now. The same key may also have
    /// made a reservation of another schedule, which the grains of this schedule do not know.
    /// </summary>
    private async Task<ReserveOutcome> RepeatOr(ReserveOutcome refusal, ReserveSeats command) =>
        await Load() ? ReservationRules.Repeat(record!, command) : Refused(refusal);

    /// <summary>Nothing was made, so there is nothing to keep in memory.</summary>
    private ReserveOutcome Refused(ReserveOutcome outcome)
    {
        DeactivateOnIdle();
        return outcome;
    }
}

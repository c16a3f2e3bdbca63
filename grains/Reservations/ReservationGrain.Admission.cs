using Ticketing.Catalog;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>General admission: what is reserved is set aside in the stock, there are no seats to claim.</summary>
public sealed partial class ReservationGrain
{
    private async Task<ReserveOutcome> ReserveAdmission(
        ReserveSeats command, SaleTerms terms, AdmissionPrice admission)
    {
        var stock = Stock(command.ScheduleId, admission.Category);
        if (!await stock.Allocate(id, command.Quantity)) return new ReserveOutcome(ReserveResult.NotEnoughSeats);
        try
        {
            await Become(ReservationRules.CreateAdmission(id, command, admission, terms, time.GetUtcNow()));
            return new ReserveOutcome(ReserveResult.Reserved, ReservationRules.View(record!));
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

    private IStockGrain Stock(Guid scheduleId, string category) =>
        GrainFactory.GetGrain<IStockGrain>(GrainKeys.Stock(new StockKey(scheduleId, category)));
}

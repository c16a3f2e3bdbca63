using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>Renew: moves the deadline of an unpaid hold.</summary>
public sealed partial class ReservationGrain
{
    public Task<RenewOutcome> Renew(RenewReservation command) => Run(() => RenewOnce(command));

    private async Task<RenewOutcome> RenewOnce(RenewReservation command)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (!await LoadOwned(command.UserId)) return new RenewOutcome(RenewResult.NotFound);
            // A refusal writes nothing, so no version guard would notice that memory is stale: the row is read first.
            if (RenewalRules.Decide(record!, command.Name, time.GetUtcNow()) != RenewResult.Renewed) record = null;
            if (!await LoadOwned(command.UserId)) return new RenewOutcome(RenewResult.NotFound);
            await EndByTime();
            await EndFailedAttempt();

            var now = time.GetUtcNow();
            var result = RenewalRules.Decide(record!, command.Name, now);
            var isNew = result == RenewResult.Renewed && !RenewalRules.IsMade(record!, command.Name);
            try
            {
                if (isNew) await Commit(RenewalRules.Renew(record!, command.Name, now));
                return new RenewOutcome(result, ReservationRules.View(record!));
            }
            catch (CommitConflictException) when (attempt == 1)
            {
                // Another activation has written: the new row decides.
            }
        }
    }
}

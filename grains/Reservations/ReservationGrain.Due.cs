using Ticketing.Balances;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// The steps that need no request: holds and offers end at their deadline, and an order that has not answered is asked
/// again. Called by the expiry timer and the sweeper.
/// </summary>
public sealed partial class ReservationGrain
{
    private DateTimeOffset askAgainAt;
    private int asked;

    public async Task Drive()
    {
        // The caller saw that something is due. When memory disagrees and is old, memory is wrong.
        if (record is not null && LifeRules.MustRead(record, knownAt, time.GetUtcNow())) record = null;
        if (!await Load())
        {
            DeactivateOnIdle();
            return;
        }

        await EndByTime();
        if (LifeRules.Due(record!, time.GetUtcNow()) == DueStep.AskAgain) await AskAgain();
        else WatchExpiry();
    }

    private async Task EndByTime()
    {
        switch (LifeRules.Due(record!, time.GetUtcNow()))
        {
            case DueStep.Expire:
                await Expire();
                break;
            case DueStep.EndOffer:
                await EndOffer();
                break;
        }
    }

    private Task Expire() => Commit(LifeRules.Expire(record!, time.GetUtcNow()));

    /// <summary>
    /// Publishes the order's last event again, at growing intervals, so that its consumers answer once more. This also
    /// starts an order whose first event was lost.
    /// </summary>
    private async Task AskAgain()
    {
        if (time.GetUtcNow() < askAgainAt) return;
        record = null;
        if (!await Load() || LifeRules.Due(record!, time.GetUtcNow()) != DueStep.AskAgain) return;

        if (record!.Payment.OrderId is null)
        {
            await EndWithoutOrder();
            return;
        }

        var topic = record.Payment.Status == PaymentStatus.Debiting ? Topics.OrderProcessing : Topics.OrderPaymentLate;
        var asking = OutboxEvents.Of(topic, PaymentRules.Order(record, again: true), time.GetUtcNow());
        try
        {
            await store.CommitAsync(new Commit { Events = [asking] });
        }
        catch (TicketStoreException)
        {
            Drop();
            throw;
        }

        asked++;
        askAgainAt = time.GetUtcNow() + RetryInterval.After(asked);
    }

    /// <summary>
    /// Ends a reservation of a release before orders existed that was cancelled, or left in the middle of a payment.
    /// The debit is repeated under the old release's operation id, which takes effect once, and is then refunded.
    /// </summary>
    private async Task EndWithoutOrder()
    {
        var payment = record!.Payment;
        if (LifeRules.IsDebitedWithoutOrder(payment))
        {
            var debit = new BalanceChange($"reservation:{id:D}:debit:{payment.Version}", payment.Amount, id);
            if ((await Balance().Debit(debit)).Result != BalanceResult.Applied)
            {
                await Commit(PaymentRules.Fail(record, time.GetUtcNow()));
                return;
            }

            await Commit(PaymentRules.TooLate(record, payment.Amount, time.GetUtcNow()));
        }

        await FinishRefund();
    }
}

using Microsoft.Extensions.Options;
using Ticketing.Orders;

namespace Ticketing.Api;

/// <summary>Waits for an order to end, in several calls: no call may last as long as the whole wait may.</summary>
internal sealed class OrderWait(IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>The pause between calls: an order that answers at once must not be called in a tight loop.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan patience = TimeSpan.FromSeconds(options.Value.PaymentWaitSeconds);

    /// <summary>
    /// The order as last seen; null when it was not seen. The order proceeds in any case, so a failure to reach it is
    /// not a failure of the payment.
    /// </summary>
    public async Task<OrderView?> ForAsync(Guid orderId, CancellationToken aborted)
    {
        var grain = grains.GetGrain<IOrderGrain>(GrainKeys.Of(orderId));
        var begun = time.GetTimestamp();
        OrderView? seen = null;
        try
        {
            while (patience - time.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
            {
                seen = await grain.WaitForEnd().WaitAsync(left, time, aborted);
                if (seen is not null && IsSettled(seen.Status))
                    return seen;
                await Task.Delay(Pause, time, aborted);
            }
        }
        catch (Exception e) when (!aborted.IsCancellationRequested && Faults.Explain(e) is not null)
        {
            return seen;
        }

        return seen;
    }

    /// <summary>Waiting longer would not help: the order has ended, or needs an answer of the fan.</summary>
    private static bool IsSettled(OrderStatus status) =>
        status is OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Undone or OrderStatus.Offered;
}

using Microsoft.Extensions.Options;
using Ticketing.Orders;

namespace Ticketing.Api;

/// <summary>Waits for the end of an order, in slices: no call may last as long as the whole may.</summary>
internal sealed class OrderWait(IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>Between slices, so that an order that answers at once is not asked as fast as it can be.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan patience = TimeSpan.FromSeconds(options.Value.PaymentWaitSeconds);

    /// <summary>
    /// The order as it was last seen, null when it was not: it is under way all the same, so trouble on the way to it
    /// is none of the payment's.
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

    /// <summary>Waiting longer would not tell more: it has ended, or somebody has to say something.</summary>
    private static bool IsSettled(OrderStatus status) =>
        status is OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Undone or OrderStatus.Offered;
}

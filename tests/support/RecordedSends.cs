using Ticketing.Events;
using Ticketing.PostProcessing;

namespace Ticketing.Tests.Support;

/// <summary>An outside receiver that keeps what it was sent, in order; as slow and unwilling as a test says.</summary>
internal sealed class RecordedSends(TimeProvider time) : INotifier, IExternalPlatform
{
    private readonly List<Delivered<ReservationEvent>> taken = [];
    private int underWay;

    public IReadOnlyList<Delivered<ReservationEvent>> Taken => taken;

    /// <summary>How many events came, accepted or not.</summary>
    public int Came { get; private set; }

    public int MostUnderWay { get; private set; }

    /// <summary>Whether it refuses an event; called for every one.</summary>
    public Func<Delivered<ReservationEvent>, bool> Refuses { get; set; } = _ => false;

    public TimeSpan? Slow { get; set; }

    /// <summary>Whether it ignores cancellation.</summary>
    public bool Stubborn { get; set; }

    public Task NotifyAsync(Notice notice, CancellationToken late)
    {
        Assert.Equal(notice.UserId, notice.Reservation.UserId);
        var key = GrainKeys.Of(notice.Reservation.ReservationId);
        return SendAsync(
            new Delivered<ReservationEvent>(
                notice.EventId, notice.What, key, notice.At, TraceParent: null, notice.Reservation),
            late);
    }

    public async Task SendAsync(Delivered<ReservationEvent> sale, CancellationToken late)
    {
        Came++;
        MostUnderWay = Math.Max(MostUnderWay, ++underWay);
        try
        {
            if (Slow is { } slow) await Task.Delay(slow, time, Stubborn ? CancellationToken.None : late);
            if (Refuses(sale)) throw new SendFailedException($"{sale.EventId} is refused");
            taken.Add(sale);
        }
        finally
        {
            underWay--;
        }
    }
}

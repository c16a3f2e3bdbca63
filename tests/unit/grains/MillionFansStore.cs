using Ticketing.Queues;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Grains;

/// <summary>
/// Checks every commit of a queue whose fans all wait: the next fans are admitted, and no more than N.
/// </summary>
internal sealed class MillionFansStore(TimeProvider time, int maxActive) : MemoryTicketStore(time)
{
    private int present;

    /// <summary>Numbers 1 to this one were admitted, in this order.</summary>
    public long AdmittedThrough { get; private set; }

    public int MostPresent { get; private set; }

    public Action<PlaceRow>? Admitted { get; set; }

    protected override Task AfterCommitAsync(Commit commit)
    {
        PlaceRow[] admitted =
            [.. commit.Places.Where(place => place.Status == PlaceStatus.Admitted).OrderBy(place => place.Number)];
        foreach (var place in admitted)
        {
            Assert.Equal(++AdmittedThrough, place.Number);
            Admitted?.Invoke(place);
        }

        present += admitted.Length - commit.Places.Count(place => place.Until is null);
        MostPresent = Math.Max(MostPresent, present);
        Assert.InRange(present, 0, maxActive);
        return Task.CompletedTask;
    }
}

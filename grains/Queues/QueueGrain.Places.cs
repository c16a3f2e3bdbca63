using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Stored places of fans who join, which are read while an earlier command awaits its commit.</summary>
public sealed partial class QueueGrain
{
    private readonly List<PlacesRead> placesBeingRead = [];

    private PlacesRead ReadPlaces(ImmutableArray<Guid> users)
    {
        Guid[] fans = [.. users.Distinct()];
        var read = new PlacesRead(fans, () => store.LoadPlacesAsync(scheduleId, fans), placesBeingRead);

        // Before memory is loaded, rows that are read now would be older than it.
        if (commands.IsRunning && state is not null) read.Begin();
        return read;
    }

    /// <summary>
    /// The rows of some fans, read before the command that needs them. They are read again when this activation has
    /// written one of them since, or has read newer rows of the queue. A write of another activation makes the commit
    /// of this command fail.
    /// </summary>
    private sealed class PlacesRead : IDisposable
    {
        private readonly HashSet<Guid> users;
        private readonly Func<Task<IReadOnlyList<PlaceRow>>> load;
        private readonly List<PlacesRead> all;
        private Task<IReadOnlyList<PlaceRow>>? begun;

        public PlacesRead(Guid[] users, Func<Task<IReadOnlyList<PlaceRow>>> load, List<PlacesRead> all)
        {
            (this.users, this.load, this.all) = ([.. users], load, all);
            all.Add(this);
        }

        public void Begin() => begun = load();

        public Task<IReadOnlyList<PlaceRow>> Rows() => begun ?? load();

        /// <param name="written">Places that were just committed.</param>
        public void Doubt(ImmutableDictionary<Guid, PlaceRow> written)
        {
            if (begun is not null && written.Keys.Any(users.Contains)) begun = null;
        }

        public void DoubtAll() => begun = null;

        public void Dispose() => all.Remove(this);
    }
}

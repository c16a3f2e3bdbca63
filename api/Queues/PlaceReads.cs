using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Api;

/// <summary>
/// Reads the rows of places, for those that this process does not know: after a restart, or when the fan came through
/// another process. Reads that gather while a query runs become the next query. A look does not depend on the database:
/// when a row cannot be read soon, the caller goes on without it.
/// </summary>
/// <param name="load"><see cref="ITicketStore.LoadPlacesAsync"/>.</param>
internal sealed class PlaceReads(
    Func<Guid, IReadOnlyList<Guid>, Task<IReadOnlyList<PlaceRow>>> load, TimeProvider time)
{
    private const int MaxWaiting = 10_000;
    private const int MaxPerQuery = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly Queue<PendingRead> waiting = [];
    private bool isReading;

    /// <summary>The fan's row, which may be of another place of the fan; null when it could not be read.</summary>
    public async Task<ReadPlace?> FindAsync(Guid scheduleId, Guid userId)
    {
        var read = new PendingRead(
            scheduleId, userId, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            if (waiting.Count >= MaxWaiting) return null;
            waiting.Enqueue(read);
            if (!isReading) _ = Task.Run(ReadAllAsync);
            isReading = true;
        }

        try
        {
            return await read.Done.Task.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task ReadAllAsync()
    {
        while (Take() is { Length: > 0 } some)
            foreach (var ofSchedule in some.GroupBy(read => read.ScheduleId))
                await ReadAsync(ofSchedule.Key, [.. ofSchedule]);
    }

    private PendingRead[] Take()
    {
        lock (gate)
        {
            PendingRead[] some = [.. waiting.Take(MaxPerQuery)];
            foreach (var _ in some) waiting.Dequeue();
            isReading = some.Length > 0;
            return some;
        }
    }

    private async Task ReadAsync(Guid scheduleId, PendingRead[] reads)
    {
        try
        {
            var rows = await load(scheduleId, [.. reads.Select(read => read.UserId).Distinct()]);
            var found = rows.ToDictionary(row => row.UserId);
            foreach (var read in reads) read.Done.TrySetResult(new ReadPlace(found.GetValueOrDefault(read.UserId)));
        }
        catch (Exception)
        {
            // Any exception: the store logs it, and the next look reads again.
            foreach (var read in reads) read.Done.TrySetResult(null);
        }
    }

    private sealed record PendingRead(Guid ScheduleId, Guid UserId, TaskCompletionSource<ReadPlace?> Done);
}

/// <summary>A place as the database has it.</summary>
/// <param name="Row">Null when the fan has no place, or its places were removed after the event.</param>
internal sealed record ReadPlace(PlaceRow? Row)
{
    public bool Is(PlaceStatus status, QueueTicket ticket) =>
        Row is not null && Row.Status == status && Row.Number == ticket.Place.Number;

    /// <summary>How the place ended; null when it has not ended.</summary>
    public QueueTokenStatus? EndOf(QueueTicket ticket)
    {
        if (Row is null || Row.Number < ticket.Place.Number) return null;
        if (Row.Number > ticket.Place.Number) return QueueTokenStatus.Left; // the fan has come back since
        return Row.Status switch
        {
            PlaceStatus.Left => QueueTokenStatus.Left,
            PlaceStatus.Missed => QueueTokenStatus.Missed,
            PlaceStatus.RanOut => QueueTokenStatus.RanOut,
            PlaceStatus.Served => QueueTokenStatus.Served,
            PlaceStatus.Released => QueueTokenStatus.Released,
            _ => null,
        };
    }
}

using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Tickets;

/// <summary>
/// The tickets of one reservation. They are issued once and seldom asked for: nothing is remembered, every decision is
/// made on the rows, and the versions of the rows decide between two who decide at once.
/// </summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed class TicketGrain(ITicketStore store, ITicketSigner signer, TimeProvider time) : Grain, ITicketGrain
{
    private Guid id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = GrainKeys.ParseId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task Hear(ImmutableArray<Delivered<OrderEvent>> events)
    {
        foreach (var processed in events)
        {
            var reservation = await store.LoadReservationAsync(id);
            // Hardly ever are there tickets already: what the first write meets tells.
            await Change(processed.Body, [], known => TicketRules.Issue(
                processed.Body, reservation, known, time.GetUtcNow()));
        }
    }

    public async Task HearStock(ImmutableArray<Delivered<StockEvent>> events)
    {
        foreach (var failed in events)
        {
            var order = failed.Body.Order
                ?? throw new InvalidOperationException($"{failed.Topic} of reservation {id} does not say its order.");
            var known = await store.LoadTicketsAsync(id);
            var reservation = known.Any(row => row.IsCancelled) ? await store.LoadReservationAsync(id) : null;
            await Change(order, known, rows => TicketRules.Fail(order, reservation, rows, time.GetUtcNow()));
        }
    }

    public async Task HearReservation(ImmutableArray<Delivered<ReservationEvent>> events)
    {
        foreach (var ended in events.Where(ended => TicketRules.EndsTickets(ended.Body)))
        {
            await Change(order: null, await store.LoadTicketsAsync(id), known => TicketRules.End(
                ended.Body, known, time.GetUtcNow()));
        }
    }

    public async Task<ImmutableArray<TicketView>> Get() =>
        [
            .. from row in await store.LoadTicketsAsync(id)
               where !TicketRules.WasNeverIssued(row)
               select TicketRules.Show(TicketRules.View(row), signer),
        ];

    public async Task<CheckInOutcome> CheckIn(Guid ticketId, string gate) =>
        await TryCheckIn(ticketId, gate)
        // Another gate was first, or the ticket was cancelled: the rows say which.
        ?? await TryCheckIn(ticketId, gate)
        ?? throw new CommitConflictException($"Ticket {ticketId} is being changed by several at once.");

    private async Task<CheckInOutcome?> TryCheckIn(Guid ticketId, string gate)
    {
        var known = store.LoadTicketsAsync(id);
        var reservation = store.LoadReservationAsync(id);
        var (outcome, written) =
            TicketRules.CheckIn(await reservation, await known, ticketId, gate, time.GetUtcNow());
        return written is null || await TryCommit(new Commit { Tickets = [written] }) ? outcome : null;
    }

    private async Task Change(
        OrderEvent? order, IReadOnlyList<TicketRow> known, Func<IReadOnlyList<TicketRow>, TicketChange> decide)
    {
        if (await TryWrite(order, decide(known))) return;
        if (!await TryWrite(order, decide(await store.LoadTicketsAsync(id))))
            throw new CommitConflictException($"The tickets of reservation {id} are being changed by several at once.");
    }

    private async Task<bool> TryWrite(OrderEvent? order, TicketChange change)
    {
        if (change.IsNothing) return true;
        var signed = change with { Rows = [.. change.Rows.Select(Sign)] };
        return await TryCommit(TicketCommits.Write(signed, id, order, time.GetUtcNow()));
    }

    private async Task<bool> TryCommit(Commit commit)
    {
        try
        {
            await store.CommitAsync(commit);
            return true;
        }
        catch (CommitConflictException)
        {
            return false;
        }
    }

    private TicketRow Sign(TicketRow row) => row is { Version: 1, IsCancelled: false }
        ? row with { Code = signer.Sign(new TicketClaims(row.TicketId, row.ScheduleId, row.SeatId)) }
        : row;
}

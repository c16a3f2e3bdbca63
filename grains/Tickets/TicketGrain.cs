using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Tickets;

/// <summary>
/// The tickets of one reservation. They are issued once and rarely read, so nothing is kept in memory: every decision
/// is based on the rows, and their versions settle concurrent decisions.
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

    public async Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events)
    {
        foreach (var processed in events)
        {
            var reservation = await store.LoadReservationAsync(id);
            // There are hardly ever tickets already, so none are loaded first: a conflict of the first write shows that
            // there are.
            await Change(processed.Body, [], known => TicketRules.Issue(
                processed.Body, reservation, known, time.GetUtcNow()));
        }
    }

    public async Task HandleStock(ImmutableArray<Delivered<StockEvent>> events)
    {
        foreach (var failed in events)
        {
            var order = failed.Body.Order
                ?? throw new InvalidOperationException($"{failed.Topic} of reservation {id} has no order.");
            var known = await store.LoadTicketsAsync(id);
            var reservation = known.Any(row => row.IsCancelled) ? await store.LoadReservationAsync(id) : null;
            await Change(order, known, rows => TicketRules.Fail(order, reservation, rows, time.GetUtcNow()));
        }
    }

    public async Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events)
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

    public Task<CheckInOutcome> CheckIn(Guid ticketId, string gate) => AtGate(ticketId, async () =>
    {
        var loading = store.LoadTicketsAsync(id);
        var reservation = await store.LoadReservationAsync(id);
        var known = await loading;
        return GateRules.CheckIn(reservation, known, ticketId, gate, await DoorsAt(known), time.GetUtcNow());
    });

    private async Task<DateTimeOffset> DoorsAt(IReadOnlyList<TicketRow> known)
    {
        if (known.Count == 0) return default;
        var schedule = GrainFactory.GetGrain<IScheduleGrain>(GrainKeys.Of(known[0].ScheduleId));
        return (await schedule.GetTerms())?.DoorsAt ?? default;
    }

    public Task<UndoCheckInOutcome> UndoCheckIn(UndoCheckIn command) => AtGate(command.TicketId, async () =>
        GateRules.UndoCheckIn(await store.LoadTicketsAsync(id), command, time.GetUtcNow()));

    /// <summary>
    /// Decides and commits. After a conflict another gate was faster, or the ticket was cancelled: the rows are read
    /// once more.
    /// </summary>
    /// <param name="decide">Reads the rows; returns the outcome, and the row to write, if any.</param>
    private async Task<TOutcome> AtGate<TOutcome>(
        Guid ticketId, Func<Task<(TOutcome Outcome, TicketRow? Written)>> decide)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var (outcome, written) = await decide();
            if (written is null || await TryCommit(new Commit { Tickets = [written] })) return outcome;
        }

        throw new CommitConflictException($"Ticket {ticketId} is being changed concurrently.");
    }

    private async Task Change(
        OrderEvent? order, IReadOnlyList<TicketRow> known, Func<IReadOnlyList<TicketRow>, TicketChange> decide)
    {
        if (await TryWrite(order, decide(known))) return;
        if (!await TryWrite(order, decide(await store.LoadTicketsAsync(id))))
            throw new CommitConflictException($"The tickets of reservation {id} are being changed concurrently.");
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

/// <summary>The transaction that writes a decision about tickets, with its event.</summary>
public static class TicketCommits
{
    /// <param name="order">The order of the tickets; required when an event is published.</param>
    public static Commit Write(TicketChange change, Guid reservationId, OrderEvent? order, DateTimeOffset now) => new()
    {
        Tickets = change.Rows,
        Events = change.Told is { } told ? [Event(change, told, reservationId, order!, now)] : [],
    };

    private static OutboxEvent Event(
        TicketChange change, TicketStatus told, Guid reservationId, OrderEvent order, DateTimeOffset now)
    {
        var topic = told == TicketStatus.Issued ? Topics.TicketIssued : Topics.TicketIssueFailed;
        return OutboxEvents.Of(topic, new TicketEvent(reservationId, told, change.Version, order), now);
    }
}

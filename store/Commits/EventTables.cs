using System.Collections.Immutable;
using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>Results of events, the ledger and the outbox. See <see cref="Tables"/>.</summary>
internal static class EventTables
{
    public static readonly ImmutableArray<Table> All =
    [
        new Table<StatisticsRow>("schedule_statistics", commit => commit.Statistics)
            .Key("schedule_id", row => row.Counts.ScheduleId)
            .Changing("fans_queued", row => row.Counts.FansQueued)
            .Changing("fans_admitted", row => row.Counts.FansAdmitted)
            .Changing("reserved", row => row.Counts.Reserved)
            .Changing("confirmed", row => row.Counts.Confirmed)
            .Changing("expired", row => row.Counts.Expired)
            .Changing("cancelled", row => row.Counts.Cancelled)
            .Changing("seats_sold", row => row.Counts.SeatsSold)
            .Changing("revenue", row => row.Counts.Revenue)
            .Changing("last_event_at", row => row.Counts.LastEventAt)
            .Version(row => row.Version),

        new Table<DetailsRow>("reservation_details", commit => commit.Details)
            .Key("reservation_id", row => row.ReservationId)
            .Fixed("schedule_id", row => row.Reservation?.ScheduleId)
            .Fixed("user_id", row => row.Reservation?.UserId)
            .Fixed("status", row => (short?)row.Reservation?.Status)
            .Json(
                "seats",
                row => row.Reservation is { } facet ? SeatsJson.Write(facet.Seats) : null,
                row => row.Reservation?.Seats.SelectMany(seat => new[] { seat.SeatId, seat.Category }) ?? [])
            .Fixed("amount", row => row.Reservation?.Amount)
            .Fixed("created_at", row => row.Reservation?.CreatedAt.UtcDateTime)
            .Fixed("expires_at", row => row.Reservation?.ExpiresAt.UtcDateTime)
            .Fixed("reason", row => row.Reservation?.Reason)
            .Fixed("reservation_version", row => row.Reservation?.Version ?? 0)
            .Fixed("payment_status", row => (short?)row.Payment?.Status)
            .Fixed("charged", row => row.Payment?.Charged)
            .Fixed("payment_version", row => row.Payment?.Version ?? 0)
            .Fixed("ticket_status", row => (short?)row.Tickets?.Status)
            .Fixed("ticket_version", row => row.Tickets?.Version ?? 0)
            .Fixed("stock_status", row => (short?)row.Stock?.Status)
            .Fixed("stock_version", row => row.Stock?.Version ?? 0)
            .OnConflict(FacetSql.KeepNewest, rows => DetailsRules.Merge(rows)),

        new Table<ConsumedRow>("consumed", commit => commit.Consumed)
            .Key("event_id", row => row.EventId)
            .Key("group_name", row => row.Group)
            .Fixed("at", row => row.At),

        new Table<LedgerRow>("ledger", commit => commit.Ledger)
            .Key("user_id", row => row.UserId)
            .Key("operation_id", row => row.OperationId)
            .Fixed("kind", row => (short)row.Kind)
            .Fixed("amount", row => row.Amount)
            .Fixed("balance_after", row => row.BalanceAfter)
            .Fixed("reservation_id", row => row.ReservationId)
            .Fixed("at", row => row.At)
            .Fixed("currency", row => row.Currency),

        new Table<OutboxEvent>("outbox", commit => commit.Events)
            .Fixed("shard", row => OutboxShard.Of(row.Key))
            .Fixed("event_id", row => row.EventId)
            .Fixed("topic", row => row.Topic)
            .Fixed("key", row => row.Key)
            .Fixed("payload", row => row.Payload)
            .Fixed("traceparent", row => row.TraceParent)
            .Fixed("occurred_at", row => row.OccurredAt),
    ];
}

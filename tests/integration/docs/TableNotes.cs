namespace Ticketing.Tests.Docs;

/// <summary>Facts about the tables that are not in the database's catalog.</summary>
internal static class TableNotes
{
    public static readonly (string Group, IReadOnlyDictionary<string, string> Tables)[] Groups =
    [
        ("Catalog", new Dictionary<string, string>
        {
            ["concerts"] = "Title and venue of a concert; written by the api for operators.",
            ["schedules"] =
                "One date of a concert: the seating plan and the terms of the sale; written by the api for operators.",
            ["schedule_categories"] = "Categories and prices of a schedule; written once, with the schedule.",
        }),
        ("Sales", new Dictionary<string, string>
        {
            ["seats"] = "Available, held, sold or blocked; decided by SeatGrain, committed by ReservationGrain.",
            ["reservations"] = "A hold and its outcome; ReservationGrain.",
            ["reservation_seats"] =
                "The seats of a reservation with their prices; written with it, and replaced by an offer.",
            ["fan_limits"] =
                "The purchase limit at a fan's last reservation, locked while seats are counted; ReservationGrain.",
            ["stock"] = "Capacity, allocated and sold quantity of a category; StockGrain.",
            ["stock_takes"] =
                "The quantity that an order, or a reservation of general admission, took from a category; StockGrain.",
            ["tickets"] = "One for each seat, with its signed code and its check-in; TicketGrain.",
        }),
        ("Money", new Dictionary<string, string>
        {
            ["payments"] = "The amount due for a reservation, and the amount charged; ReservationGrain.",
            ["balances"] = "A fan's money in the installation's currency; BalanceGrain.",
            ["currency_balances"] = "A fan's money in another currency; BalanceGrain.",
            ["ledger"] = "Every change of a balance, unique by operation id; BalanceGrain.",
            ["journal"] = "Amounts that moved between accounts, for every sale; BalanceGrain, ReservationGrain.",
            ["coupons"] = "Terms and number of uses; CouponGrain, for operators.",
            ["coupon_uses"] = "Uses by orders, and whether they were given back; CouponGrain.",
        }),
        ("Saga", new Dictionary<string, string>
        {
            ["orders"] = "One attempt to pay, and the parts of it that have succeeded; OrderGrain.",
            ["order_steps"] = "The timeline of an order; OrderGrain.",
        }),
        ("Queue", new Dictionary<string, string>
        {
            ["queues"] = "The queue of a schedule: numbers given, watermark, settings; QueueGrain.",
            ["queue_places"] = "A fan's place in a queue; QueueGrain.",
        }),
        ("Events", new Dictionary<string, string>
        {
            ["outbox"] =
                "Events that are not delivered yet; written with the state that they announce, deleted by the relay.",
            ["consumed"] =
                "Events that a group has handled, kept for as long as they may be delivered again; the group.",
            ["dead_letters"] =
                "Events that a group could not handle, with the errors; the group. Operators replay or discard them.",
            ["reservation_details"] = "The read model of fans' lists; ReadModelGrain. Can be rebuilt.",
            ["schedule_statistics"] = "Counts of a schedule, from the queue to the sold seat; StatisticsGrain.",
            ["read_model_rebuild"] = "Has a row while the read model is being rebuilt.",
            ["read_model_reports"] = "Progress of the consumers that read the events of the read model from a broker.",
        }),
        ("Accounts and hosts", new Dictionary<string, string>
        {
            ["users"] = "Fans and operators, with the hashes of their passwords; the api.",
            ["data_protection_keys"] = "Keys that protect bearer tokens, shared by all api processes; the api.",
            ["grain_state"] = "State of grains of installations before Orleans stored it; not read any more.",
            ["orleans_storage"] = "State of grains that no query needs; Orleans.",
            ["orleansquery"] = "The statements by which Orleans reads and writes that state; a migration.",
            ["installation"] =
                "The currency of amounts whose row names none; the process that serves first.",
            ["schema_migrations"] = "The migrations that were applied; the process that starts first.",
        }),
    ];

    /// <summary>A column of this name refers to that table, whichever table has the column.</summary>
    public static readonly IReadOnlyDictionary<string, string> NameReferences = new Dictionary<string, string>
    {
        ["concert_id"] = "concerts",
        ["schedule_id"] = "schedules",
        ["user_id"] = "users",
        ["reservation_id"] = "reservations",
        ["order_id"] = "orders",
        ["seat_id"] = "seats",
        ["coupon_code"] = "coupons",
    };

    public static readonly IReadOnlyDictionary<string, string> ColumnReferences = new Dictionary<string, string>
    {
        ["coupon_uses.code"] = "coupons",
        ["seats.category"] = "schedule_categories",
        ["stock.category"] = "schedule_categories",
    };

    /// <summary>References whose row may be missing: general admission has a name of this kind, and no row.</summary>
    public static readonly IReadOnlySet<string> MayBeMissing = new HashSet<string> { "seat_id" };

    /// <summary>Columns that are named like a reference and are none.</summary>
    public static readonly IReadOnlySet<string> NoReferences =
        new HashSet<string> { "id", "event_id", "operation_id", "service_id", "source_id", "take_id" };
}

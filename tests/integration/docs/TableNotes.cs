namespace Ticketing.Tests.Docs;

/// <summary>What the database's catalog does not know of its tables.</summary>
internal static class TableNotes
{
    public static readonly (string Group, IReadOnlyDictionary<string, string> Tables)[] Groups =
    [
        ("Catalog", new Dictionary<string, string>
        {
            ["concerts"] = "What is played where; operators, by the api.",
            ["schedules"] = "An evening of it: the seating plan, the terms of the sale; operators, by the api.",
            ["schedule_categories"] = "Its categories and prices; written once, with the schedule.",
        }),
        ("Sales", new Dictionary<string, string>
        {
            ["seats"] = "Free, held, sold or blocked; SeatGrain decides, ReservationGrain commits.",
            ["reservations"] = "A hold and what became of it; ReservationGrain.",
            ["reservation_seats"] = "What it holds, at which price; written with it, and anew by an offer.",
            ["stock"] = "Capacity, allocated and sold of a category; StockGrain.",
            ["stock_takes"] = "What an order, or a reservation of general admission, took of it; StockGrain.",
            ["tickets"] = "One a seat, with its signed code and its check-in; TicketGrain.",
        }),
        ("Money", new Dictionary<string, string>
        {
            ["payments"] = "What is to be paid for a reservation, and what was; ReservationGrain.",
            ["balances"] = "A fan's points; BalanceGrain.",
            ["ledger"] = "Every change of a balance, once by its operation id; BalanceGrain.",
            ["coupons"] = "Terms, and how often used; operators, by CouponGrain.",
            ["coupon_uses"] = "Which order took a use, and whether it was given back; CouponGrain.",
        }),
        ("Saga", new Dictionary<string, string>
        {
            ["orders"] = "A try to pay: which parts have succeeded; OrderGrain.",
            ["order_steps"] = "What happened when, for the timeline; OrderGrain.",
        }),
        ("Queue", new Dictionary<string, string>
        {
            ["queues"] = "A schedule's queue: numbers given, watermark, settings; QueueGrain.",
            ["queue_places"] = "A fan's place in it; QueueGrain.",
        }),
        ("Events", new Dictionary<string, string>
        {
            ["outbox"] = "Events on their way; written with the state that they tell of, deleted by the relay.",
            ["consumed"] = "What a group has had its effect of, for as long as it may come twice; the group.",
            ["dead_letters"] = "What a group could not handle, and why; the group. Operators replay or discard.",
            ["reservation_details"] = "The read model of fans' lists; ReadModelGrain. Can be made anew.",
            ["schedule_statistics"] = "From the queue to the sold seat, counted; StatisticsGrain.",
            ["read_model_rebuild"] = "A row while the read model is being made anew.",
            ["read_model_reports"] = "How far those are who read the read model's events from a broker.",
        }),
        ("Accounts and hosts", new Dictionary<string, string>
        {
            ["users"] = "Fans and operators, with the hash of their password; the api.",
            ["data_protection_keys"] = "What bearer tokens are protected with, shared by all api processes; the api.",
            ["grain_state"] = "State of grains of installations before Orleans kept it; read by nothing.",
            ["orleans_storage"] = "State of grains that no query needs; Orleans.",
            ["orleansquery"] = "The statements by which Orleans reads and writes that state; the migration.",
            ["schema_migrations"] = "Which files of the schema were applied; whoever starts first.",
        }),
    ];

    /// <summary>A column of this name refers to that table, wherever it stands.</summary>
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

    /// <summary>Places of general admission have a name of this kind, and no row.</summary>
    public static readonly IReadOnlySet<string> MayBeMissing = new HashSet<string> { "seat_id" };

    /// <summary>Names of columns that end like a reference and are none.</summary>
    public static readonly IReadOnlySet<string> NoReferences =
        new HashSet<string> { "id", "event_id", "operation_id", "service_id", "take_id" };
}

namespace Ticketing;

/// <summary>Every bound and duration of the grains, with its unit in its name.</summary>
public static class Limits
{
    /// <summary>Seats of one reservation.</summary>
    public const int SeatsPerReservation = 8;

    /// <summary>How long a claim in memory keeps others away while it is being committed.</summary>
    public const int SeatClaimSeconds = 10;

    /// <summary>A refusal that rests on memory older than this reads the row first: memory heals itself.</summary>
    public const int MemoryTrustSeconds = 30;

    /// <summary>
    /// How long seats count against the purchase limit while the outcome of their reservation is awaited: longer than
    /// the slowest commit (waiting, connecting, executing).
    /// </summary>
    public const int AllowanceOpenSeconds = 60;

    /// <summary>
    /// General admission that no live reservation has is given back when it was asked for longer ago than this: longer
    /// than the way from there to the reservation's commit, whatever became of it.
    /// </summary>
    public const int UnclaimedTakeSeconds = 2 * AllowanceOpenSeconds;

    /// <summary>A refusal for the purchase limit that rests on memory older than this reads the rows first.</summary>
    public const int FanTrustSeconds = 5;

    /// <summary>How many times "best available" asks for other seats when its choice was taken meanwhile.</summary>
    public const int SuggestionAttempts = 8;

    /// <summary>How long suggested seats are not suggested to the next fan.</summary>
    public const int SuggestionHintSeconds = 3;

    public const int SaleTermsMaxAgeSeconds = 2;

    /// <summary>How old a copy of the seat map may be that a process keeps, or that is looked at again.</summary>
    public const int SeatMapMaxAgeMilliseconds = 250;

    /// <summary>
    /// A map that somebody looks at is compared with the table this often: a change whose event was lost is seen then.
    /// </summary>
    public const int SeatMapTrustSeconds = 10;

    /// <summary>
    /// The same when a seat that was suggested turned out to be taken, or the last comparison failed: events may be
    /// late.
    /// </summary>
    public const int SeatMapDoubtSeconds = 1;

    /// <summary>A payment that begins keeps the hold at least this long; once a reservation.</summary>
    public const int PaymentCoverSeconds = 60;

    /// <summary>A payment or refund that made no step for this long is driven on by the sweeper.</summary>
    public const int StuckPaymentSeconds = 5;

    /// <summary>
    /// A reservation that is driven on reads its row again when memory older than this knows of nothing due. Longer
    /// than the sweepers of several silos take to come with the same find.
    /// </summary>
    public const int DriveTrustSeconds = 2;

    /// <summary>
    /// For how long an order of seats is not refused for want of stock; below what an event is tried for.
    /// </summary>
    public const int SeatStockPatienceMilliseconds = 1_200;

    /// <summary>An order that made no step for this long is driven on by the sweeper.</summary>
    public const int StuckOrderSeconds = 5;

    /// <summary>An order that made no step for this long stands on the operators' list.</summary>
    public const int LostOrderSeconds = 120;

    /// <summary>How long one call waits for the end of an order; below what a grain's caller waits.</summary>
    public const int OrderWaitMilliseconds = 2_500;

    /// <summary>How long seats that are offered for a late payment are kept for the fan.</summary>
    public const int OfferSeconds = 600;

    /// <summary>Reservations of one fan at one schedule that are remembered to recognise repeated requests.</summary>
    public const int RememberedReservationsPerFan = 1_000;

    public const int MinHoldSeconds = 5;
    public const int MaxHoldSeconds = 3_600;
    public const int MaxSeatsPerFan = 100;

    /// <summary>Fans that a queue admits at a time.</summary>
    public const int MaxActiveFans = 100_000;

    /// <summary>Admissions of a queue.</summary>
    public const int MaxPacePerSecond = 100_000;

    public const int MinClaimSeconds = 5;
    public const int MaxClaimSeconds = 3_600;
    public const int MinActiveSeconds = 30;
    public const int MaxActiveSeconds = 86_400;
    public const int DrawKeyBytes = 32;

    /// <summary>Points.</summary>
    public const long MaxChargeAmount = 100_000_000;

    /// <summary>Points.</summary>
    public const long MaxBalance = 1_000_000_000_000;

    /// <summary>Points.</summary>
    public const long MaxSeatPrice = 100_000_000;

    /// <summary>Operations a balance remembers in memory; older ones are looked up.</summary>
    public const int RememberedOperations = 64;

    /// <summary>Seats of one schedule.</summary>
    public const int SeatsPerSchedule = 100_000;

    /// <summary>Characters of a seat id, a category, an idempotency key.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Characters of a coupon's code.</summary>
    public const int MaxCouponCodeLength = 40;

    /// <summary>Uses of a coupon, by all fans together.</summary>
    public const int MaxCouponUses = 100_000_000;

    /// <summary>Fans who get a place in one turn of the queue and one transaction.</summary>
    public const int JoinsPerBatch = 500;

    /// <summary>
    /// Fans who wait for a place at one process; the next is told that too much is waiting. Below what a grain's
    /// mailbox takes.
    /// </summary>
    public const int JoinsWaiting = 8_000;

    /// <summary>Fans admitted in one turn of the queue; it goes on in the next.</summary>
    public const int AdmissionsPerBatch = 500;

    /// <summary>Turns whose places are read at once when room has appeared.</summary>
    public const int TurnsPerLook = 500;

    /// <summary>How often a turn of the queue looks for fans among places given back; it goes on in the next.</summary>
    public const int LooksPerTurn = 8;

    /// <summary>Places that end by their deadline in one turn of the queue; it goes on in the next.</summary>
    public const int LapsesPerTurn = 500;

    /// <summary>News of reservations gathered for one turn of the queue.</summary>
    public const int NewsPerTurn = 500;

    /// <summary>
    /// News of reservations kept while the store refuses them. What comes then is lost: turns end by their deadlines.
    /// </summary>
    public const int NewsWaiting = 10_000;

    /// <summary>When news that could not be written are tried again.</summary>
    public const int NewsRetrySeconds = 1;

    /// <summary>How old the queue's count of what can be bought may be while somebody waits.</summary>
    public const int SupplyCheckMilliseconds = 500;

    /// <summary>The same while everything is sold: a seat that comes back from the queue's fans is told of.</summary>
    public const int SoldOutCheckSeconds = 10;

    /// <summary>How long the queue waits for that count; seats are taken to be free when it does not come.</summary>
    public const int SupplyLookMilliseconds = 1_000;

    /// <summary>
    /// A queue that has written nothing for this long reads its rows again: memory heals itself. For as long a second
    /// activation may still answer that a fan is active whose turn ended in the other; it can admit nobody.
    /// </summary>
    public const int QueueTrustSeconds = 5;

    /// <summary>A queue with fans looks at the clock at least this often.</summary>
    public const int QueueTimerSeconds = 3_600;

    /// <summary>At a high pace the admissions of this stretch are made together.</summary>
    public const int PaceBatchMilliseconds = 100;

    public const int QueueStandingMaxAgeMilliseconds = 200;

    public const int MinRetryAfterSeconds = 1;
    public const int MaxRetryAfterSeconds = 60;

    /// <summary>For this many fans ahead a waiting fan asks a second later.</summary>
    public const int FansAheadPerRetrySecond = 200;

    /// <summary>How often a fan asks during the estimated wait, roughly.</summary>
    public const int RetriesPerWait = 4;

    /// <summary>How often a waiting fan asks at least in the time there is to come when the turn has come.</summary>
    public const int RetriesPerClaim = 2;

    /// <summary>How often counts are read again and written again when another activation was first.</summary>
    public const int StatisticsAttempts = 3;

    /// <summary>Counts that are asked for are read again when memory is older than this.</summary>
    public const int StatisticsTrustSeconds = 5;

    /// <summary>Messages to somebody outside that one grain has under way.</summary>
    public const int SendsAtOnce = 8;

    /// <summary>How long a message to somebody outside may take.</summary>
    public const int SendTimeoutMilliseconds = 2_000;

    /// <summary>
    /// In one turn no message is begun later than this; together with the timeout a turn stays below what its caller
    /// waits.
    /// </summary>
    public const int SendTurnMilliseconds = 800;

    /// <summary>
    /// Sent messages a grain remembers, so that those of a batch that failed in part are not sent again: several
    /// batches.
    /// </summary>
    public const int RememberedSends = 1_000;
}

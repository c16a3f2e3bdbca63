namespace Ticketing;

/// <summary>The limits and durations of the grains. Units are in the names.</summary>
public static class Limits
{
    /// <summary>Maximum number of seats in one reservation.</summary>
    public const int SeatsPerReservation = 8;

    /// <summary>
    /// How long a claim in memory keeps other fans away from a seat while its reservation is committed.
    /// </summary>
    public const int SeatClaimSeconds = 10;

    /// <summary>
    /// A seat grain reads its row before it refuses because of memory older than this: a message may have been lost.
    /// </summary>
    public const int MemoryTrustSeconds = 30;

    /// <summary>
    /// How long seats count against the purchase limit while the outcome of their reservation is pending: longer than
    /// the slowest commit (waiting, connecting, executing).
    /// </summary>
    public const int AllowanceOpenSeconds = 60;

    /// <summary>When the doors open, if the schedule does not say.</summary>
    public const int DoorsBeforeStartHours = 3;

    /// <summary>
    /// Allocated general admission without a live reservation is released after this time: longer than it can take from
    /// the allocation to the commit of the reservation.
    /// </summary>
    public const int UnclaimedTakeSeconds = 2 * AllowanceOpenSeconds;

    /// <summary>The fan grain reads the rows before it refuses because of memory older than this.</summary>
    public const int FanTrustSeconds = 5;

    /// <summary>
    /// How many times "best available" asks for other seats when its choice is taken in the meantime.
    /// </summary>
    public const int SuggestionAttempts = 8;

    /// <summary>How long seats suggested to one fan are not suggested to another.</summary>
    public const int SuggestionHintSeconds = 3;

    public const int SaleTermsMaxAgeSeconds = 2;

    /// <summary>
    /// Maximum age of the seat map copy in a process; also the delay before "best available" asks the map again.
    /// </summary>
    public const int SeatMapMaxAgeMilliseconds = 250;

    /// <summary>
    /// Interval at which a seat map in use is compared with the table, which repairs a change whose event was lost.
    /// </summary>
    public const int SeatMapTrustSeconds = 10;

    /// <summary>
    /// The same interval after a suggested seat turned out to be taken, or after a failed comparison: events may be
    /// late.
    /// </summary>
    public const int SeatMapDoubtSeconds = 1;

    /// <summary>A payment in flight extends the hold to at least this long; a refused one takes that back.</summary>
    public const int PaymentCoverSeconds = 60;

    /// <summary>The sweeper retries a payment or refund without progress for this long.</summary>
    public const int StuckPaymentSeconds = 5;

    /// <summary>
    /// Drive reads the reservation's row again when memory older than this shows nothing due. Longer than the sweepers
    /// of several silos need to report the same reservation, so that they do not all cause a read.
    /// </summary>
    public const int DriveTrustSeconds = 2;

    /// <summary>
    /// An order of seats is not refused for lack of stock until it is this old: stock that the previous holder gave
    /// back arrives by an event, later than the seat. Shorter than the time for which the delivery of an event is
    /// retried.
    /// </summary>
    public const int SeatStockPatienceMilliseconds = 1_200;

    /// <summary>The sweeper retries an order without progress for this long.</summary>
    public const int StuckOrderSeconds = 5;

    /// <summary>An order without progress for this long appears on the operators' list.</summary>
    public const int LostOrderSeconds = 120;

    /// <summary>How long one call waits for the end of an order; shorter than the timeout of a grain call.</summary>
    public const int OrderWaitMilliseconds = 2_500;

    /// <summary>How long seats offered for a late payment are kept for the fan.</summary>
    public const int OfferSeconds = 600;

    /// <summary>
    /// Reservations of one fan at one schedule that the fan grain remembers to recognise repeated requests.
    /// </summary>
    public const int RememberedReservationsPerFan = 1_000;

    public const int MinHoldSeconds = 5;
    public const int MaxHoldSeconds = 3_600;
    public const int MaxSeatsPerFan = 100;

    /// <summary>Maximum number of fans that a queue admits at the same time.</summary>
    public const int MaxActiveFans = 100_000;

    /// <summary>Maximum pace of a queue, in admissions per second.</summary>
    public const int MaxPacePerSecond = 100_000;

    public const int MinClaimSeconds = 5;
    public const int MaxClaimSeconds = 3_600;
    public const int MinActiveSeconds = 30;
    public const int MaxActiveSeconds = 86_400;
    public const int DrawKeyBytes = 32;

    /// <summary>Maximum amount of one charge, in minor units of its currency.</summary>
    public const long MaxChargeAmount = 100_000_000;

    /// <summary>Maximum balance, in minor units of its currency.</summary>
    public const long MaxBalance = 1_000_000_000_000;

    /// <summary>Maximum price of a seat, in minor units of its currency.</summary>
    public const long MaxSeatPrice = 100_000_000;

    /// <summary>Operations that a balance remembers; older ones are read from the database.</summary>
    public const int RememberedOperations = 64;

    /// <summary>Maximum number of seats of one schedule.</summary>
    public const int SeatsPerSchedule = 100_000;

    /// <summary>Maximum length of a seat id, a category or an idempotency key, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Maximum length of a coupon's code, in characters.</summary>
    public const int MaxCouponCodeLength = 40;

    /// <summary>Maximum number of uses of a coupon, by all fans together.</summary>
    public const int MaxCouponUses = 100_000_000;

    /// <summary>Maximum number of fans who get a place in one call of the queue and one transaction.</summary>
    public const int JoinsPerBatch = 500;

    /// <summary>
    /// Maximum number of fans who wait for a place in one process; further ones get a <c>StoreOverloadedException</c>.
    /// Below the limit of a grain's request queue.
    /// </summary>
    public const int JoinsWaiting = 8_000;

    /// <summary>Maximum number of fans admitted in one call of the queue; the next call continues.</summary>
    public const int AdmissionsPerBatch = 500;

    /// <summary>Turns whose places are read in one query when fans can be admitted.</summary>
    public const int TurnsPerLook = 500;

    /// <summary>
    /// Maximum number of these queries in one call of the queue, when given-up places leave gaps; the next call
    /// continues.
    /// </summary>
    public const int LooksPerCall = 8;

    /// <summary>
    /// Maximum number of places that one call of the queue ends at their deadlines; the next call continues.
    /// </summary>
    public const int LapsesPerTurn = 500;

    /// <summary>
    /// Reports from reservations that the queue gathers before it writes them without waiting for its timer.
    /// </summary>
    public const int ReportsPerCall = 500;

    /// <summary>
    /// Maximum number of reports kept in memory while the store refuses them. Further reports are lost: their turns end
    /// at their deadlines.
    /// </summary>
    public const int ReportsWaiting = 10_000;

    /// <summary>Delay before reports that could not be written are retried.</summary>
    public const int ReportRetrySeconds = 1;

    /// <summary>Maximum age of the queue's seat counts while fans wait.</summary>
    public const int SupplyCheckMilliseconds = 500;

    /// <summary>
    /// The same while everything is sold. A seat that becomes free is reported to the queue and counted sooner.
    /// </summary>
    public const int SoldOutCheckSeconds = 10;

    /// <summary>Timeout of this count; after a timeout the queue assumes that seats are free.</summary>
    public const int SupplyLookMilliseconds = 1_000;

    /// <summary>
    /// A queue that has written nothing for this long reads its rows again, in case its memory is stale. Until then a
    /// duplicate activation may report a fan as active whose turn has ended in the other activation; it cannot admit a
    /// fan, because its commit would conflict.
    /// </summary>
    public const int QueueTrustSeconds = 5;

    /// <summary>Longest timer interval of a queue with fans.</summary>
    public const int QueueTimerSeconds = 3_600;

    /// <summary>At a high pace, the admissions of this interval are made together.</summary>
    public const int PaceBatchMilliseconds = 100;

    public const int QueueSummaryMaxAgeMilliseconds = 200;

    public const int MinRetryAfterSeconds = 1;
    public const int MaxRetryAfterSeconds = 60;

    /// <summary>Retry-After grows by one second for this many fans ahead.</summary>
    public const int FansAheadPerRetrySecond = 200;

    /// <summary>Number of polls by a fan during the estimated wait, approximately.</summary>
    public const int RetriesPerWait = 4;

    /// <summary>Minimum number of polls by a fan during a claim window, so that a turn is not missed.</summary>
    public const int RetriesPerClaim = 2;

    /// <summary>Attempts to write the counts when another activation has written first.</summary>
    public const int StatisticsAttempts = 3;

    /// <summary>The statistics are read again for a caller when memory is older than this.</summary>
    public const int StatisticsTrustSeconds = 5;

    /// <summary>Messages to an external service that one grain has in flight.</summary>
    public const int SendsAtOnce = 8;

    /// <summary>Timeout of one message to an external service.</summary>
    public const int SendTimeoutMilliseconds = 2_000;

    /// <summary>
    /// A call starts no message later than this; together with the timeout of a message it ends before its caller's
    /// timeout.
    /// </summary>
    public const int SendTurnMilliseconds = 800;

    /// <summary>
    /// Sent messages that a grain remembers, so that the retry of a partly failed batch does not send them again:
    /// enough for several batches.
    /// </summary>
    public const int RememberedSends = 1_000;
}

namespace Ticketing.Recovery;

/// <summary>
/// Bounds of the sweeper. A hold left behind is freed within one and a half periods, the grace and the time of a pass.
/// </summary>
public static class SweepLimits
{
    /// <summary>On average; each pause is between a half and one and a half of it.</summary>
    public const int PeriodSeconds = 1;

    /// <summary>
    /// How long a deadline must have passed, so that the sweeper does not race the grain's own timer.
    /// </summary>
    public const int GraceSeconds = 1;

    /// <summary>Reservations of one pass; a full pass is followed by the next at once.</summary>
    public const int BatchSize = 500;

    /// <summary>Reservations that failed in the last pass and are asked for on top of a batch, at most.</summary>
    public const int MaxFailing = 5_000;

    /// <summary>
    /// Queues of one pass. More at once, with fans waiting, are not looked after until some of them have ended.
    /// </summary>
    public const int MaxQueues = 5_000;

    /// <summary>
    /// Orders of one pass, those first that have waited longest; they are asked more seldom, so the others come too.
    /// </summary>
    public const int MaxOrders = 5_000;

    /// <summary>How often general admission is looked for that nobody has; all that is set aside is read.</summary>
    public const int TakesPeriodSeconds = 30;

    /// <summary>Reservations, queues or orders brought on at the same time.</summary>
    public const int Parallel = 32;
}

namespace Ticketing.Queues;

/// <summary>
/// How many more may be admitted at a pace: a bucket that fills by the pace and holds a second's worth. Starts empty,
/// so that a restart is no burst.
/// </summary>
/// <param name="Ready">Admissions that might be made, at <paramref name="At"/>.</param>
public sealed record AdmissionPace(double Ready, DateTimeOffset At)
{
    // Sums of fractions fall short of the whole by a little.
    private const double Tolerance = 1e-6;

    /// <param name="perSecond">0: as many as one likes.</param>
    public int Allows(int perSecond, DateTimeOffset now) =>
        perSecond == 0 ? int.MaxValue : (int)(ReadyAt(perSecond, now) + Tolerance);

    public AdmissionPace Take(int count, int perSecond, DateTimeOffset now) =>
        new(perSecond == 0 ? 0 : Math.Max(0, ReadyAt(perSecond, now) - count), now);

    /// <summary>When it is worth looking again: some admissions are made together, if the pace is high.</summary>
    public DateTimeOffset NextDue(int perSecond, DateTimeOffset now)
    {
        var worth = Math.Max(1, perSecond * Limits.PaceBatchMilliseconds / 1_000.0);
        var missing = worth - ReadyAt(perSecond, now);
        return missing <= Tolerance ? now : now.AddMilliseconds(Math.Ceiling(missing * 1_000 / perSecond));
    }

    private double ReadyAt(int perSecond, DateTimeOffset now) =>
        Math.Min(perSecond, Ready + (Math.Max(0, (now - At).TotalSeconds) * perSecond));
}

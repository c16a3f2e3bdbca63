namespace Ticketing.Postgres;

/// <summary>
/// For a transport that takes events out of the outbox before they are handled: how far the consumer of this process is
/// that feeds the read model. Readers in other processes learn it by <see cref="ReadModelReports"/>.
/// </summary>
public sealed class ReadModelLag
{
    private volatile Func<DateTimeOffset?>? oldest;

    /// <summary>
    /// Answers when the oldest event happened that has been published and is not in the model yet; null when there is
    /// none. Not set: this process feeds no model from a broker.
    /// </summary>
    public Func<DateTimeOffset?>? Oldest
    {
        get => oldest;
        set => oldest = value;
    }
}

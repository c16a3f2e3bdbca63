namespace Ticketing.Messaging;

/// <summary>Bounds of the Kafka transport that nobody should need to set.</summary>
internal static class KafkaLimits
{
    /// <summary>How long a partition that goes to another process is kept for what is under way of it.</summary>
    public const int RevokeWaitSeconds = 5;

    /// <summary>How often is committed what has been done; a process that is killed repeats that much.</summary>
    public const int CommitMilliseconds = 250;

    /// <summary>How often is stored, for the next commit, up to where all is done.</summary>
    public const int StoreMilliseconds = 50;

    /// <summary>How long the consumer waits for the next event before it looks after everything else.</summary>
    public const int ConsumeMilliseconds = 100;

    /// <summary>The same while it takes nothing in and only waits for room.</summary>
    public const int PausedMilliseconds = 10;

    /// <summary>
    /// Events of a partition that may be done ahead of one that is not, for each that may be under way: they are what a
    /// crash repeats.
    /// </summary>
    public const int AheadPerInFlight = 8;

    /// <summary>How often the brokers are asked how far the read model's group is.</summary>
    public const int LagAskMilliseconds = 500;

    /// <summary>How long for their answer is waited.</summary>
    public const int LagAnswerMilliseconds = 1_000;

    /// <summary>
    /// How old an answer may be and still be taken for what is now; what others have done is committed a little later.
    /// </summary>
    public const int LagFreshMilliseconds = 1_500;

    /// <summary>How often is asked which partitions there are.</summary>
    public const int LagMapSeconds = 60;

    public const int FirstRetryMilliseconds = 100;
    public const int MaxRetryMilliseconds = 5_000;

    /// <summary>How long a start waits for the brokers before it goes on without them.</summary>
    public const int StartWaitSeconds = 5;

    /// <summary>How often is asked for brokers that did not answer at the start.</summary>
    public const int TopicCheckSeconds = 5;

    /// <summary>Dead letters are few, and in no order.</summary>
    public const int DeadLetterPartitions = 1;

    /// <summary>Each next pause is twice as long, give or take a fifth.</summary>
    public static TimeSpan Pause(int failures)
    {
        var doubled = FirstRetryMilliseconds * Math.Pow(2, Math.Min(failures - 1, 16));
        return TimeSpan.FromMilliseconds(
            Math.Min(doubled, MaxRetryMilliseconds) * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }
}

namespace Orleans.Runtime;

/// <summary>The mailbox of a grain is full; the request was not taken and can safely be repeated later.</summary>
public sealed class LimitExceededException : OrleansException
{
    public LimitExceededException()
        : base("A limit of the grain host was exceeded.")
    {
    }

    public LimitExceededException(string message)
        : base(message)
    {
    }

    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"{limitName}: {current} of at most {threshold}. {extraInfo}")
    {
    }
}

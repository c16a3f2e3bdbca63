namespace Orleans;

/// <summary>How long callers of this method wait, instead of the host's default.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute : Attribute
{
    public ResponseTimeoutAttribute(string timeout) => Timeout = TimeSpan.Parse(timeout);

    /// <summary>The time.</summary>
    public TimeSpan? Timeout { get; init; }
}

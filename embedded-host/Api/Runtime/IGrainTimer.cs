namespace Orleans.Runtime;

/// <summary>A timer of one activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets it anew; during a tick this counts from the end of that tick.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

namespace Ticketing.Hosting;

/// <summary>
/// Asks again when a silo that stops or died sent a call back: by then the grain is, or can be, somewhere else.
/// Whatever became of the call, every command may be repeated. What timed out is told to the caller: it has waited
/// enough. For clients alone: a silo no longer has the arguments of a call that ran within it, and a grain's call to
/// another that was sent back is repeated here, with the command that it was part of.
/// </summary>
internal sealed class RepeatRejected(TimeProvider time) : IOutgoingGrainCallFilter
{
    private const int Repeats = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A call that was rejected only after a while would hang for twice as long as it may.
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var startedAt = time.GetTimestamp();
        for (var repeated = 0; ; repeated++)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (OrleansMessageRejectionException)
                when (repeated < Repeats && IsOurs(context) && time.GetElapsedTime(startedAt) < Latest)
            {
                await Task.Delay(Pause, time);
            }
        }
    }

    /// <summary>Orleans' own calls have rules of their own.</summary>
    private static bool IsOurs(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType?.Assembly == typeof(GrainKeys).Assembly;
}

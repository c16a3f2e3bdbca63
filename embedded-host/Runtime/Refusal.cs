namespace Ticketing.EmbeddedHost;

/// <summary>
/// Answers a caller from outside of any turn, on a thread of its own: its continuations may run right here.
/// </summary>
internal sealed class Refusal(Request request, Exception exception) : IThreadPoolWorkItem
{
    public void Execute() => request.Fail(exception);
}

using Ticketing.Messaging;

namespace Ticketing.Tests.Messaging;

/// <summary>Keeps dead letters in memory.</summary>
internal sealed class MemoryDeadLetters : IDeadLetters
{
    public List<DeadLetter> Letters { get; } = [];

    public int Failures { get; set; }

    /// <summary>Awaited by each put.</summary>
    public Func<Task> Gate { get; set; } = () => Task.CompletedTask;

    public async Task PutAsync(DeadLetter letter, CancellationToken stopping)
    {
        if (Failures-- > 0) throw new InvalidOperationException("Not now.");
        await Gate();
        Letters.Add(letter);
    }

    public Task<IReadOnlyList<DeadLetter>> ListAsync(
        string? topic, string? group, DeadLetterPosition? after, int limit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<DeadLetter?> FindAsync(Guid eventId, string group, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<bool> ReplayAsync(Guid eventId, string group, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<int> ReplayAllAsync(string topic, string? group, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<bool> DiscardAsync(Guid eventId, string group, CancellationToken cancellation) =>
        throw new NotSupportedException();
}

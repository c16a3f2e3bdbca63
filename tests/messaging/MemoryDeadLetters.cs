using Ticketing.Messaging;

namespace Ticketing.Tests.Messaging;

/// <summary>Keeps what is put into it.</summary>
internal sealed class MemoryDeadLetters : IDeadLetters
{
    public List<DeadLetter> Letters { get; } = [];

    public int Failures { get; set; }

    public Task PutAsync(DeadLetter letter, CancellationToken stopping)
    {
        if (Failures-- > 0) return Task.FromException(new InvalidOperationException("Not now."));
        Letters.Add(letter);
        return Task.CompletedTask;
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

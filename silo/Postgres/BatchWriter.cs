using Npgsql;
using Ticketing.Messaging;
using Ticketing.Storage;
using Ticketing.Telemetry;

namespace Ticketing.Postgres;

/// <summary>Writes a batch of commits and tells every one of them what became of it. Never throws.</summary>
internal sealed class BatchWriter(
    NpgsqlDataSource dataSource, StoreOptions options, OutboxSignal? signal, StoreMeters meters, TimeProvider time,
    ILogger logger)
{
    /// <summary>
    /// When one commit makes the database refuse the batch, its halves are written on their own, in order, down to the
    /// single commit: one conflict among 512 costs ten transactions, not 512.
    /// </summary>
    public async Task WriteAsync(ReadOnlyMemory<PendingCommit> commits, CancellationToken givenUp)
    {
        var (failure, sent) = await TryWriteAsync(commits, givenUp).ConfigureAwait(false);
        if (failure is null)
            Succeed(commits.Span);
        else if (!sent)
            Fail(commits.Span, () => new StoreUnavailableException(
                $"Nothing was sent to Postgres, nothing was written: {failure.Message}", failure));
        else if (commits.Length == 1 || !CommitFailure.IsOfOneCommit(failure))
            Fail(commits.Span, () => CommitFailure.Of(failure));
        else
        {
            meters.Split();
            var half = commits.Length / 2;
            await WriteAsync(commits[..half], givenUp).ConfigureAwait(false);
            await WriteAsync(commits[half..], givenUp).ConfigureAwait(false);
        }
    }

    private async Task<(Exception? Failure, bool Sent)> TryWriteAsync(
        ReadOnlyMemory<PendingCommit> commits, CancellationToken givenUp)
    {
        var sent = false;
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(givenUp).ConfigureAwait(false);
            await using var batch = CommitBatch.Of(commits.Span, connection, options.CommandTimeoutSeconds);
            givenUp.ThrowIfCancellationRequested(); // a connection of the pool comes without looking at it
            sent = true;
            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync(givenUp).ConfigureAwait(false);
            return (null, sent);
        }
        catch (Exception exception)
        {
            return (exception, sent);
        }
    }

    private void Succeed(ReadOnlySpan<PendingCommit> commits)
    {
        meters.Written(commits.Length);
        var events = 0;
        foreach (var pending in commits)
        {
            events += pending.Commit.Events.Length;
            meters.Told(pending.Commit);
            meters.Committed("written", time.GetElapsedTime(pending.StartedAt));
            pending.Succeed();
        }

        if (events > 0)
            signal?.Raise();
    }

    /// <summary>Everybody gets an exception of their own: it is thrown, and travels, on its own way.</summary>
    private void Fail(ReadOnlySpan<PendingCommit> commits, Func<TicketStoreException> create)
    {
        var exception = create();
        var outcome = exception switch
        {
            CommitConflictException => "conflict",
            CommitOutcomeUnknownException => "unknown",
            _ => "unavailable",
        };
        if (exception is not CommitConflictException)
            StoreLog.BatchFailed(logger, commits.Length, outcome, exception);
        foreach (var pending in commits)
        {
            meters.Committed(outcome, time.GetElapsedTime(pending.StartedAt));
            pending.Fail(create());
        }
    }
}

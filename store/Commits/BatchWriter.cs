using Npgsql;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>Writes a batch of commits and completes each of them with its outcome. Never throws.</summary>
internal sealed class BatchWriter(
    NpgsqlDataSource dataSource, StoreOptions options, OutboxSignal? signal, StoreMeters meters, TimeProvider time,
    ILogger logger)
{
    /// <summary>
    /// Writes all commits in one transaction. If one of them makes the database refuse the batch, the halves are
    /// written separately, in order, down to the single commit: one conflict among 512 costs about ten transactions,
    /// not 512.
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
            givenUp.ThrowIfCancellationRequested(); // a pooled connection is opened without checking the token
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

    /// <summary>Each commit gets its own exception instance, because each caller throws it separately.</summary>
    private void Fail(ReadOnlySpan<PendingCommit> commits, Func<TicketStoreException> create)
    {
        var exception = create();
        var outcome = exception switch
        {
            CommitConflictException or FanLimitException => "conflict",
            CommitOutcomeUnknownException => "unknown",
            CommitRefusedException => "refused",
            _ => "unavailable",
        };
        if (exception is not (CommitConflictException or FanLimitException))
            StoreLog.BatchFailed(logger, commits.Length, outcome, exception);
        foreach (var pending in commits)
        {
            meters.Committed(outcome, time.GetElapsedTime(pending.StartedAt));
            pending.Fail(create());
        }
    }
}

/// <summary>Classifies the failure of a batch.</summary>
internal static class CommitFailure
{
    private const string RowCountMismatch = "TK001"; // raised by expect_rows
    private const string LimitExceeded = "TK002"; // raised by expect_limits
    private const string OutcomeUnknown = "08007";
    private const string StatementOutcomeUnknown = "40003";

    /// <summary>
    /// SQLSTATE classes of errors that a single row or lock causes: cardinality, data, integrity, rollback, limits (a
    /// key too long for an index).
    /// </summary>
    private static readonly string[] CausedByOneCommit = ["21", "22", "23", "40", "54"];

    /// <summary>The classes among them that the same commit meets again, whatever happens meanwhile.</summary>
    private static readonly string[] CausedByContent = ["21", "22", "23", "54"];

    /// <summary>
    /// Whether the server refused and rolled back the batch because of one commit, so that the others can still be
    /// written.
    /// </summary>
    public static bool IsOfOneCommit(Exception exception) =>
        IsCleanRefusal(exception) && exception is PostgresException refusal
        && (refusal.SqlState is RowCountMismatch or LimitExceeded || CausedByOneCommit.Contains(refusal.SqlState[..2]));

    /// <summary>
    /// The exception for the caller. Unless the batch was certainly rolled back, the outcome is unknown.
    /// </summary>
    public static TicketStoreException Of(Exception exception) => exception switch
    {
        PostgresException conflict when IsConflict(conflict) =>
            new CommitConflictException($"Nothing was written: {conflict.MessageText}", conflict),
        PostgresException { SqlState: LimitExceeded } limit =>
            new FanLimitException($"Nothing was written: {limit.MessageText}", limit),
        PostgresException refusal when IsOfContent(refusal) => new CommitRefusedException(
            $"Postgres refuses the content of the commit ({refusal.SqlState}): {refusal.MessageText}", refusal),
        PostgresException refusal when IsCleanRefusal(refusal) => new StoreUnavailableException(
            $"Postgres refused the commit ({refusal.SqlState}): {refusal.MessageText}", refusal),
        _ => new CommitOutcomeUnknownException(
            $"The connection failed while committing; it may be written or not: {exception.Message}", exception),
    };

    private static bool IsConflict(PostgresException exception) => exception.SqlState
        is RowCountMismatch
        or PostgresErrorCodes.UniqueViolation
        or PostgresErrorCodes.CheckViolation;

    private static bool IsOfContent(PostgresException exception) =>
        IsCleanRefusal(exception) && CausedByContent.Contains(exception.SqlState[..2]);

    // FATAL and PANIC can end the session at any point, also between the commit and its confirmation.
    private static bool IsCleanRefusal(Exception exception) =>
        exception is PostgresException
        {
            InvariantSeverity: "ERROR",
            SqlState: not (OutcomeUnknown or StatementOutcomeUnknown),
        };
}

using Npgsql;
using Ticketing.Storage;

namespace Ticketing.Postgres;

/// <summary>What is known of a batch that failed.</summary>
internal static class CommitFailure
{
    private const string RowCountMismatch = "TK001"; // raised by expect_rows
    private const string OutcomeUnknown = "08007";
    private const string StatementOutcomeUnknown = "40003";

    /// <summary>
    /// Classes of errors that a single row or lock causes: cardinality, data, integrity, rollback, a limit (too long a
    /// key for an index).
    /// </summary>
    private static readonly string[] CausedByOneCommit = ["21", "22", "23", "40", "54"];

    /// <summary>
    /// The server said no and rolled back, because of what one commit holds; the others of its batch are sound.
    /// </summary>
    public static bool IsOfOneCommit(Exception exception) =>
        IsCleanRefusal(exception) && exception is PostgresException refusal
        && (refusal.SqlState == RowCountMismatch || CausedByOneCommit.Contains(refusal.SqlState[..2]));

    /// <summary>What the caller is told. Whatever is not surely rolled back is unknown.</summary>
    public static TicketStoreException Of(Exception exception) => exception switch
    {
        PostgresException conflict when IsConflict(conflict) =>
            new CommitConflictException($"Nothing was written: {conflict.MessageText}", conflict),
        PostgresException refusal when IsCleanRefusal(refusal) => new StoreUnavailableException(
            $"Postgres refused the commit ({refusal.SqlState}): {refusal.MessageText}", refusal),
        _ => new CommitOutcomeUnknownException(
            $"The connection failed while committing; it may be written or not: {exception.Message}", exception),
    };

    private static bool IsConflict(PostgresException exception) => exception.SqlState
        is RowCountMismatch
        or PostgresErrorCodes.UniqueViolation
        or PostgresErrorCodes.CheckViolation;

    // FATAL and PANIC end the session at any point, also between the commit and its answer.
    private static bool IsCleanRefusal(Exception exception) =>
        exception is PostgresException
        {
            InvariantSeverity: "ERROR",
            SqlState: not (OutcomeUnknown or StatementOutcomeUnknown),
        };
}

using Npgsql;

namespace Ticketing.Store;

/// <summary>Several commits as one transaction in one round trip; events keep the order of the commits.</summary>
internal static class CommitBatch
{
    /// <summary>With the word by which the triggers of the journal know a process that writes it itself.</summary>
    private const string Begin =
        $"{DataSourceExtensions.PlanByKey}, set_config('ticketing.journal', 'written', true)";

    public static NpgsqlBatch Of(ReadOnlySpan<PendingCommit> commits, NpgsqlConnection connection, int timeoutSeconds)
    {
        // A batch without error barriers has one Sync at its end: Postgres runs it as one transaction.
        var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds };
        List<NpgsqlBatchCommand> statements = [new(Begin)];
        // Last, because every statement behind this one is planned again.
        List<NpgsqlBatchCommand> replanned = [new(DataSourceExtensions.PlanAnew)];
        foreach (var table in Tables.All) table.AddTo(statements, replanned, commits);

        if (replanned.Count > 1) statements.AddRange(replanned);
        if (statements.Count > 1) statements.ForEach(batch.BatchCommands.Add);
        return batch;
    }
}

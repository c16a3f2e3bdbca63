using Npgsql;

namespace Ticketing.Store;

/// <summary>Several commits as one transaction in one round trip; events keep the order of the commits.</summary>
internal static class CommitBatch
{
    public static NpgsqlBatch Of(ReadOnlySpan<PendingCommit> commits, NpgsqlConnection connection, int timeoutSeconds)
    {
        // A batch without error barriers has one Sync at its end: Postgres runs it as one transaction.
        var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds };
        foreach (var table in Tables.All) table.AddTo(batch, commits, replanned: false);

        // Last, because every statement behind this one is planned again.
        var planned = batch.BatchCommands.Count;
        foreach (var table in Tables.All) table.AddTo(batch, commits, replanned: true);
        if (batch.BatchCommands.Count > planned)
            batch.BatchCommands.Insert(planned, new NpgsqlBatchCommand(DataSourceExtensions.PlanAnew));
        if (batch.BatchCommands.Count > 0)
            batch.BatchCommands.Insert(0, new NpgsqlBatchCommand(DataSourceExtensions.PlanByKey));
        return batch;
    }
}

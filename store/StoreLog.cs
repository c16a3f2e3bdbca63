
namespace Ticketing.Store;

/// <summary>Every log message of the store.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(2000, LogLevel.Error, "A batch of {Commits} commits failed; their outcome: {Outcome}")]
    public static partial void BatchFailed(ILogger logger, int commits, string outcome, Exception exception);

    [LoggerMessage(2001, LogLevel.Error, "A load of {Keys} keys ({Kind}) failed")]
    public static partial void LoadFailed(ILogger logger, int keys, string kind, Exception exception);

    [LoggerMessage(2002, LogLevel.Warning,
        "{Waiting} commits were still waiting after {Seconds} s of shutdown and are dropped; none of them was written")]
    public static partial void DrainTimedOut(ILogger logger, int waiting, int seconds);

    [LoggerMessage(2003, LogLevel.Information, "Applied migration {Name}")]
    public static partial void MigrationApplied(ILogger logger, string name);

    [LoggerMessage(2004, LogLevel.Warning,
        "The database does not answer yet ({Complaint}); trying again for up to {Seconds} s")]
    public static partial void WaitingForDatabase(ILogger logger, string complaint, int seconds);

    [LoggerMessage(2009, LogLevel.Debug, "The progress of the read model could not be reported: {Complaint}")]
    public static partial void ReportFailed(ILogger logger, string complaint);

    [LoggerMessage(2010, LogLevel.Warning, "The backlog in the database could not be read: {Complaint}")]
    public static partial void NotSeen(ILogger logger, string complaint);

    [LoggerMessage(2011, LogLevel.Information, "The backlog in the database can be read again")]
    public static partial void SeenAgain(ILogger logger);

    [LoggerMessage(2005, LogLevel.Information, "Reads that may be a little old go to the replica")]
    public static partial void ReplicaServes(ILogger logger);

    [LoggerMessage(2006, LogLevel.Warning, "Reads go to the primary, because the replica {Complaint}")]
    public static partial void ReplicaRests(ILogger logger, string complaint);

    [LoggerMessage(2007, LogLevel.Information, "Lists come from the read model")]
    public static partial void ModelServes(ILogger logger);

    [LoggerMessage(2008, LogLevel.Warning, "Lists come from the primary's tables, because the read model {Complaint}")]
    public static partial void ModelRests(ILogger logger, string complaint);
}

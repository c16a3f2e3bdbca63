using System.Collections.Frozen;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Npgsql;
using Orleans.Clustering.Redis;
using Orleans.Networking.Shared;
using Orleans.Providers;
using Orleans.Runtime.MembershipService;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;
using Orleans.Storage;
using Polly;
using StackExchange.Redis;
using Ticketing.Storage;

namespace Ticketing.Api;

/// <summary>
/// The kind of every exception that the store, Orleans and the libraries below it throw. A silo's exception arrives
/// here with its own type: as the answer of a grain, or inside the rejection of a message. A type that is not in this
/// table is answered as a bug, so a test compares the table with the types in the released assemblies.
/// </summary>
internal static class FaultTable
{
    private static readonly FrozenDictionary<Type, FaultKind> Kinds = new Dictionary<Type, FaultKind>
    {
        // Exceptions of this repository.
        [typeof(StoreOverloadedException)] = FaultKind.Refused,
        // Another commit changed the row first, perhaps by an earlier copy of the same request.
        [typeof(CommitConflictException)] = FaultKind.OutcomeUnknown,
        [typeof(CommitOutcomeUnknownException)] = FaultKind.OutcomeUnknown,
        [typeof(TicketStoreException)] = FaultKind.StoreUnavailable,

        // An overloaded gateway or grain.
        [typeof(GatewayTooBusyException)] = FaultKind.Refused,
        [typeof(LimitExceededException)] = FaultKind.Refused,

        // A silo, or the connection to it, is gone. The call may be of a grain that had written before.
        [typeof(OrleansMessageRejectionException)] = FaultKind.OutcomeUnknown,
        [typeof(ConnectionFailedException)] = FaultKind.OutcomeUnknown,
        [typeof(SocketConnectionException)] = FaultKind.OutcomeUnknown,
        [typeof(ClientNotAvailableException)] = FaultKind.OutcomeUnknown,
        [typeof(InvalidMessageFrameException)] = FaultKind.OutcomeUnknown,
        [typeof(EnumerationAbortedException)] = FaultKind.OutcomeUnknown,
        [typeof(OrleansLifecycleCanceledException)] = FaultKind.OutcomeUnknown,
        [typeof(OrleansClusterConnectivityCheckFailedException)] = FaultKind.OutcomeUnknown,
        [typeof(OrleansMissingMembershipEntryException)] = FaultKind.OutcomeUnknown,
        [typeof(SocketException)] = FaultKind.OutcomeUnknown,
        [typeof(IOException)] = FaultKind.OutcomeUnknown,
        [typeof(AuthenticationException)] = FaultKind.OutcomeUnknown,

        // Another activation of the same grain wrote its state first; Orleans drops the one that lost.
        [typeof(InconsistentStateException)] = FaultKind.OutcomeUnknown,
        // Two silos registered the same reminder at once.
        [typeof(ReminderException)] = FaultKind.OutcomeUnknown,
        // A silo of a newer release threw a type that this process does not have.
        [typeof(UnavailableExceptionFallbackException)] = FaultKind.OutcomeUnknown,

        // No answer came in time. Orleans ends a message that waits too long to be placed as a cancellation, although
        // its sender cancelled nothing; a request that its client aborted never gets here.
        [typeof(TimeoutException)] = FaultKind.OutcomeUnknownForLonger,
        [typeof(OperationCanceledException)] = FaultKind.OutcomeUnknownForLonger,
        [typeof(ExecutionRejectedException)] = FaultKind.OutcomeUnknownForLonger,

        // The membership table. Calls need it only while silos join or leave.
        [typeof(RedisClusteringException)] = FaultKind.OutcomeUnknownForLonger,
        [typeof(RedisException)] = FaultKind.OutcomeUnknownForLonger,

        // Bugs of this repository, or a wrong configuration.
        [typeof(CommitRefusedException)] = FaultKind.Bug,
        [typeof(RedisCommandException)] = FaultKind.Bug,
        [typeof(GrainExtensionNotInstalledException)] = FaultKind.Bug,
        [typeof(GrainReferenceNotBoundException)] = FaultKind.Bug,
        [typeof(OrleansConfigurationException)] = FaultKind.Bug,
        [typeof(BadProviderConfigException)] = FaultKind.Bug,
        [typeof(ProviderInitializationException)] = FaultKind.Bug,
        [typeof(ProviderStateException)] = FaultKind.Bug,
        [typeof(WrappedException)] = FaultKind.Bug,
        // A message that the other side cannot read; docs/wire/grains.txt pins the formats to prevent it.
        [typeof(SerializerException)] = FaultKind.Bug,
        [typeof(SerializationConstructorNotFoundException)] = FaultKind.Bug,
    }.ToFrozenDictionary();

    /// <summary>Null when neither the type nor one that it derives from is in the table.</summary>
    public static FaultKind? Find(Type fault)
    {
        // The grain directory throws the base class itself while silos join or leave; a subclass has its own kind.
        if (fault == typeof(OrleansException)) return FaultKind.OutcomeUnknown;
        for (var type = fault; type is not null; type = type.BaseType)
            if (Kinds.TryGetValue(type, out var kind))
                return kind;
        return null;
    }
}

/// <summary>The kind of answer that an exception becomes.</summary>
internal enum FaultKind
{
    /// <summary>500: a mistake in this code or its configuration; the same request fails again.</summary>
    Bug,

    /// <summary>503: refused before a grain has seen it, so nothing has changed.</summary>
    Refused,

    /// <summary>503: the request may have taken effect; sending it again with the same key is safe.</summary>
    OutcomeUnknown,

    /// <summary>The same, but with a longer Retry-After: one second would hardly help.</summary>
    OutcomeUnknownForLonger,

    /// <summary>503: the database cannot be used; nothing has changed.</summary>
    StoreUnavailable,
}

/// <summary>Maps exceptions that reached an endpoint to problems.</summary>
internal static class Faults
{
    /// <summary>
    /// Classes of SQLSTATE: connection, authorisation, no such database, resources, intervention, system, damaged data.
    /// </summary>
    private static readonly FrozenSet<string> Refusals = FrozenSet.Create("08", "28", "3D", "53", "57", "58", "XX");

    private const int SoonSeconds = 1;
    private const int LaterSeconds = 3;

    /// <summary>Null when it is a bug of ours.</summary>
    public static Problem? Explain(Exception fault) => fault switch
    {
        BadHttpRequestException bad => ExplainRequest(bad),
        AggregateException many => ExplainAll(many),
        NpgsqlException broken => IsUnreachable(broken) ? Answer(FaultKind.StoreUnavailable) : null,
        _ => Answer(FaultTable.Find(fault.GetType()) ?? FaultKind.Bug),
    };

    internal static Problem? Answer(FaultKind kind) => kind switch
    {
        FaultKind.Refused => Problems.Overloaded.Occurs().RetryAfter(SoonSeconds),
        FaultKind.OutcomeUnknown => Problems.OutcomeUnknown.Occurs().RetryAfter(SoonSeconds),
        FaultKind.OutcomeUnknownForLonger => Problems.OutcomeUnknown.Occurs().RetryAfter(LaterSeconds),
        FaultKind.StoreUnavailable => Problems.StoreUnavailable.Occurs().RetryAfter(LaterSeconds),
        _ => null,
    };

    private static Problem ExplainRequest(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException json => Problems.InvalidRequest.With(JsonFaults.Explain(json)),
        _ when bad.StatusCode != StatusCodes.Status400BadRequest => Problems.OfStatus(bad.StatusCode).Occurs(),
        _ => Problems.InvalidRequest.At("$", "is missing or could not be read: the body must be a JSON object"),
    };

    /// <summary>A bug among several faults makes it a bug; otherwise, an unknown outcome counts most.</summary>
    private static Problem? ExplainAll(AggregateException many)
    {
        var problems = many.Flatten().InnerExceptions.Select(Explain).ToArray();
        return problems.Contains(null) ? null : problems.MaxBy(problem => problem!.Type == Problems.OutcomeUnknown);
    }

    /// <summary>
    /// The connection is broken, or the server refuses this process: a server that was demoted to a replica reports
    /// that it is read-only. Any other error is a bug in a statement.
    /// </summary>
    private static bool IsUnreachable(NpgsqlException broken) => broken switch
    {
        // An exception that came from a silo has only its message.
        PostgresException { SqlState: not { Length: > 1 } } postgres => postgres.IsTransient,
        PostgresException postgres => postgres.IsTransient || Refusals.Contains(postgres.SqlState[..2])
            || postgres.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlOperationInProgressException => false,
        // For example a handshake that failed because a certificate has expired.
        _ => true,
    };
}

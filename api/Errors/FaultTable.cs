using System.Collections.Frozen;
using System.Net.Sockets;
using System.Security.Authentication;
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
/// table is answered like a bug, so a test compares the table with the types in the released assemblies.
/// </summary>
internal static class FaultTable
{
    private static readonly FrozenDictionary<Type, FaultKind> Kinds = new Dictionary<Type, FaultKind>
    {
        // Ours.
        [typeof(StoreOverloadedException)] = FaultKind.Refused,
        // Somebody else has changed it, perhaps an earlier copy of the same request.
        [typeof(CommitConflictException)] = FaultKind.OutcomeUnknown,
        [typeof(CommitOutcomeUnknownException)] = FaultKind.OutcomeUnknown,
        [typeof(TicketStoreException)] = FaultKind.StoreUnavailable,

        // A gateway or a grain with too much to do.
        [typeof(GatewayTooBusyException)] = FaultKind.Refused,
        [typeof(LimitExceededException)] = FaultKind.Refused,

        // A silo, or the way to it, is gone. It may have been a grain's call to another, after the first had written.
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

        // Nothing came back in time. A message that waits too long to be placed ends as a cancellation, although its
        // sender cancelled nothing; a request that its client gave up never gets here.
        [typeof(TimeoutException)] = FaultKind.OutcomeUnknownForLonger,
        [typeof(OperationCanceledException)] = FaultKind.OutcomeUnknownForLonger,
        [typeof(ExecutionRejectedException)] = FaultKind.OutcomeUnknownForLonger,

        // The table of members. Calls need it only while silos come and go.
        [typeof(RedisClusteringException)] = FaultKind.OutcomeUnknownForLonger,
        [typeof(RedisException)] = FaultKind.OutcomeUnknownForLonger,

        // Mistakes of ours.
        [typeof(RedisCommandException)] = FaultKind.Bug,
        [typeof(GrainExtensionNotInstalledException)] = FaultKind.Bug,
        [typeof(GrainReferenceNotBoundException)] = FaultKind.Bug,
        [typeof(OrleansConfigurationException)] = FaultKind.Bug,
        [typeof(BadProviderConfigException)] = FaultKind.Bug,
        [typeof(ProviderInitializationException)] = FaultKind.Bug,
        [typeof(ProviderStateException)] = FaultKind.Bug,
        [typeof(WrappedException)] = FaultKind.Bug,
        // A message that the other side cannot read; docs/wire/grains.txt is there to prevent it.
        [typeof(SerializerException)] = FaultKind.Bug,
        [typeof(SerializationConstructorNotFoundException)] = FaultKind.Bug,
    }.ToFrozenDictionary();

    /// <summary>Null when neither the type nor one that it derives from is in the table.</summary>
    public static FaultKind? Find(Type fault)
    {
        // The directory of grains throws the base class itself while silos come and go; each subclass says what it is.
        if (fault == typeof(OrleansException)) return FaultKind.OutcomeUnknown;
        for (var type = fault; type is not null; type = type.BaseType)
            if (Kinds.TryGetValue(type, out var kind))
                return kind;
        return null;
    }
}

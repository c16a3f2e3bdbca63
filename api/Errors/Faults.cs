using System.Collections.Frozen;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using Orleans.Networking.Shared;
using Orleans.Runtime.Messaging;
using Ticketing.Storage;

namespace Ticketing.Api;

/// <summary>What an exception that reached the edge means to the client.</summary>
internal static class Faults
{
    /// <summary>
    /// Classes of SQLSTATE: connection, authorisation, no such database, resources, intervention, system.
    /// </summary>
    private static readonly FrozenSet<string> Refusals = FrozenSet.Create("08", "28", "3D", "53", "57", "58");

    private const int SoonSeconds = 1;
    private const int LaterSeconds = 3;

    /// <summary>Null when it is a bug of ours.</summary>
    public static Problem? Explain(Exception fault) => fault switch
    {
        BadHttpRequestException bad => ExplainRequest(bad),
        StoreOverloadedException => Problems.Overloaded.Occurs().RetryAfter(SoonSeconds),
        // Somebody else has changed it, perhaps by an earlier copy of the same request.
        CommitConflictException or CommitOutcomeUnknownException =>
            Problems.OutcomeUnknown.Occurs().RetryAfter(SoonSeconds),
        TicketStoreException => Problems.StoreUnavailable.Occurs().RetryAfter(LaterSeconds),
        LimitExceededException => Problems.Overloaded.Occurs().RetryAfter(SoonSeconds),
        OrleansMessageRejectionException => Problems.OutcomeUnknown.Occurs().RetryAfter(SoonSeconds),
        NpgsqlException e when IsUnreachable(e) => Problems.StoreUnavailable.Occurs().RetryAfter(LaterSeconds),
        TimeoutException => Problems.OutcomeUnknown.Occurs().RetryAfter(LaterSeconds),
        // Refused at the door: no grain has seen it.
        GatewayTooBusyException => Problems.Overloaded.Occurs().RetryAfter(SoonSeconds),
        // It may have been a grain's call to another, after the first had done its part.
        ConnectionFailedException or ClientNotAvailableException or SocketConnectionException =>
            Problems.OutcomeUnknown.Occurs().RetryAfter(SoonSeconds),
        // The directory of grains says so while silos come and go; a bug has a type of its own.
        OrleansException when fault.GetType() == typeof(OrleansException) =>
            Problems.OutcomeUnknown.Occurs().RetryAfter(SoonSeconds),
        _ => null,
    };

    private static Problem ExplainRequest(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException json => Problems.InvalidRequest.With(JsonFaults.Explain(json)),
        _ when bad.StatusCode != StatusCodes.Status400BadRequest => Problems.OfStatus(bad.StatusCode).Occurs(),
        _ => Problems.InvalidRequest.At("$", "The body is missing or could not be read; it must be a JSON object."),
    };

    /// <summary>A broken connection, or a server that refuses us; any other error is a bug in a statement.</summary>
    private static bool IsUnreachable(NpgsqlException broken) =>
        broken is not PostgresException postgres
            ? broken.IsTransient || broken.InnerException is TimeoutException or SocketException or IOException
            // From a silo it comes with its message alone.
            : postgres.IsTransient || (postgres.SqlState is { Length: > 1 } state && Refusals.Contains(state[..2]));
}

using System.Collections.Frozen;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;

namespace Ticketing.Api;

/// <summary>The problem that an exception that reached the edge is answered with.</summary>
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
        AggregateException { InnerExceptions: [var only] } => Explain(only),
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
        _ => Problems.InvalidRequest.At("$", "The body is missing or could not be read; it must be a JSON object."),
    };

    /// <summary>A broken connection, or a server that refuses us; any other error is a bug in a statement.</summary>
    private static bool IsUnreachable(NpgsqlException broken) =>
        broken is not PostgresException postgres
            ? broken.IsTransient || broken.InnerException is TimeoutException or SocketException or IOException
            // From a silo it comes with its message alone.
            : postgres.IsTransient || (postgres.SqlState is { Length: > 1 } state && Refusals.Contains(state[..2]));
}

using System.ComponentModel.DataAnnotations;
using System.Data;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Serialization;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Orleans.Storage;
using Polly.Timeout;
using StackExchange.Redis;
using Ticketing.Api;
using Ticketing.Storage;

namespace Ticketing.Tests.Errors;

/// <summary>
/// Every exception type in the released assemblies of Orleans, and of the libraries that its calls go through, has an
/// answer at the edge. When a new release adds a type, this fails until the table has it.
/// </summary>
public sealed class FaultTableTests
{
    private static readonly string[] Libraries = ["Orleans.", "Polly", "StackExchange.Redis", "Pipelines.Sockets."];

    /// <summary>
    /// Not public, so the table cannot name them; thrown at callers that break a rule of the library.
    /// </summary>
    private static readonly string[] Internal =
    [
        "Orleans.Runtime.InvalidSchedulingContextException",
        "Orleans.Storage.Internal.MemoryStorageEtagMismatchException",
        "Polly.Utilities.LockTimeoutException",
    ];

    /// <summary>
    /// Types of .NET by which Orleans and the libraries below it answer callers that break one of their rules, or data
    /// that they cannot read. A connection that fails with one of them arrives as ConnectionFailedException.
    /// </summary>
    private static readonly Type[] Bugs =
    [
        typeof(Exception), typeof(ArgumentException), typeof(ArgumentNullException),
        typeof(ArgumentOutOfRangeException), typeof(InvalidOperationException), typeof(ObjectDisposedException),
        typeof(NotSupportedException), typeof(NotImplementedException), typeof(InvalidCastException),
        typeof(FormatException), typeof(OverflowException), typeof(KeyNotFoundException),
        typeof(IndexOutOfRangeException), typeof(UnreachableException), typeof(TypeAccessException),
        typeof(TypeLoadException), typeof(InvalidDataException), typeof(SerializationException),
        typeof(JsonException), typeof(DataException), typeof(ValidationException),
        // Answered as its inner exceptions are.
        typeof(AggregateException),
    ];

    [Fact]
    public void Every_exception_of_the_released_assemblies_is_in_the_table()
    {
        var types = Shipped().SelectMany(ExceptionsOf).ToArray();

        Assert.True(types.Length > 50, $"only {types.Length} types were found");
        Assert.DoesNotContain(types, type => FaultTable.Find(type) is null && !Internal.Contains(type.FullName));
        Assert.Empty(Internal.Except(types.Select(type => type.FullName)));
    }

    /// <summary>
    /// Orleans also throws types of .NET, like the cancellation of a message that was not placed in time. A new release
    /// that throws a further type fails here until the type is in the table, or is listed as the answer to a bug.
    /// </summary>
    [Fact]
    public void Every_exception_of_NET_that_the_released_assemblies_make_is_in_the_table_or_means_a_bug()
    {
        var made = Shipped().SelectMany(MadeExceptions.Of).Where(IsOfNet).Distinct().ToArray();

        Assert.Contains(typeof(OperationCanceledException), made);
        Assert.Contains(typeof(TimeoutException), made);
        Assert.Equal(
            Bugs.Select(type => type.FullName).Order(),
            made.Where(type => FaultTable.Find(type) is null or FaultKind.Bug).Select(type => type.FullName).Order());
    }

    [Fact]
    public void Every_exception_of_the_contracts_that_the_store_throws_is_in_the_table() => Assert.DoesNotContain(
        ExceptionsOf(typeof(TicketStoreException).Assembly),
        type => type.Namespace == typeof(TicketStoreException).Namespace && FaultTable.Find(type) is null);

    /// <summary>A failure of the infrastructure is never a 500, and a bug is never a 503.</summary>
    [Fact]
    public void All_but_bugs_are_answered_503_with_Retry_After()
    {
        var kinds = Enum.GetValues<FaultKind>().Except([FaultKind.Bug]).ToArray();

        Assert.All(kinds, kind =>
        {
            var problem = Faults.Answer(kind)!;
            Assert.Equal(503, problem.Type.Status);
            Assert.InRange(problem.RetryAfterSeconds ?? 0, 1, 5);
        });
        Assert.Null(Faults.Answer(FaultKind.Bug));
    }

    [Fact]
    public void A_database_that_cannot_be_used_is_unavailable_and_a_wrong_statement_is_a_bug()
    {
        Exception[] faults =
        [
            new NpgsqlException("Exception while performing SSL handshake", new AuthenticationException()),
            new NpgsqlException("The connection pool has been exhausted", new TimeoutException()),
            // A primary that was demoted, one that stops, one whose data is damaged.
            Refused("25006"), Refused("57P01"), Refused("XX001"),
        ];
        Exception[] bugs = [Refused("42P01"), Refused("23505"), Refused("25P02")];

        Assert.All(faults, fault => Assert.Equal(Problems.StoreUnavailable, Faults.Explain(fault)?.Type));
        Assert.All(bugs, bug => Assert.Null(Faults.Explain(bug)));
    }

    [Fact]
    public void Several_faults_at_once_are_a_bug_only_when_one_of_them_is()
    {
        var refused = new GatewayTooBusyException();
        var silent = new TimeoutException();

        Assert.Equal(Problems.OutcomeUnknown, Faults.Explain(new AggregateException(refused, silent))?.Type);
        Assert.Equal(
            Problems.OutcomeUnknown,
            Faults.Explain(new AggregateException(new AggregateException(silent), refused))?.Type);
        Assert.Null(Faults.Explain(new AggregateException(silent, new InvalidCastException())));
    }

    private static PostgresException Refused(string state) => new("a message", "ERROR", "ERROR", state);

    [Fact]
    public void A_type_that_is_not_in_the_table_has_the_kind_of_its_nearest_ancestor()
    {
        Assert.Equal(FaultKind.OutcomeUnknownForLonger, FaultTable.Find(typeof(TaskCanceledException)));
        Assert.Equal(FaultKind.OutcomeUnknownForLonger, FaultTable.Find(typeof(TimeoutRejectedException)));
        Assert.Equal(FaultKind.OutcomeUnknownForLonger, FaultTable.Find(typeof(RedisTimeoutException)));
        Assert.Equal(FaultKind.OutcomeUnknown, FaultTable.Find(typeof(SiloUnavailableException)));
        Assert.Equal(FaultKind.OutcomeUnknown, FaultTable.Find(typeof(InconsistentStateException)));
        Assert.Equal(FaultKind.OutcomeUnknown, FaultTable.Find(typeof(StrangeOutcome)));
        Assert.Null(FaultTable.Find(typeof(StrangeOrleansException)));
        Assert.Null(FaultTable.Find(typeof(InvalidOperationException)));
    }

    /// <summary>The assemblies that the api's process runs with, as its list of dependencies names them.</summary>
    private static IEnumerable<Assembly> Shipped()
    {
        var list = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "api.deps.json")))!;
        return list["targets"]!.AsObject().SelectMany(target => target.Value!.AsObject())
            .SelectMany(package => package.Value!["runtime"]?.AsObject().Select(file => file.Key) ?? [])
            .Select(file => Path.GetFileName(file))
            .Where(file => Libraries.Any(library => file.StartsWith(library, StringComparison.Ordinal)))
            .Distinct().Select(file => Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, file)));
    }

    private static IEnumerable<Type> ExceptionsOf(Assembly assembly) =>
        assembly.GetTypes().Where(type => typeof(Exception).IsAssignableFrom(type));

    private static bool IsOfNet(Type type) =>
        type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal);

    private sealed class StrangeOrleansException : OrleansException;

    private sealed class StrangeOutcome : InconsistentStateException;
}

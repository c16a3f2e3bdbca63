using System.Reflection;
using System.Text.Json.Nodes;
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

    [Fact]
    public void Every_exception_of_the_released_assemblies_is_in_the_table()
    {
        var types = Shipped().SelectMany(ExceptionsOf).ToArray();

        Assert.True(types.Length > 50, $"only {types.Length} types were found");
        Assert.DoesNotContain(types, type => FaultTable.Find(type) is null && !Internal.Contains(type.FullName));
        Assert.Empty(Internal.Except(types.Select(type => type.FullName)));
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

    private sealed class StrangeOrleansException : OrleansException;

    private sealed class StrangeOutcome : InconsistentStateException;
}

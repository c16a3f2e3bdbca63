using System.Reflection;
using Orleans.Concurrency;

namespace Ticketing.Simulator;

/// <summary>One grain class: how it is made and how its requests interleave.</summary>
internal sealed class GrainClass
{
    private readonly Lazy<DefaultGrainActivator> activator;

    public GrainClass(Type implementation, IServiceProvider services, SiloOptions options)
    {
        Implementation = implementation;
        Type = GrainType.Create(NameOf(implementation));
        activator = new Lazy<DefaultGrainActivator>(() => new DefaultGrainActivator(services, implementation));
        Reentrant = implementation.IsDefined(typeof(ReentrantAttribute));
        MaxWorkers = Of(implementation, typeof(StatelessWorkerAttribute)) is { } worker
            ? worker.ConstructorArguments is [{ Value: int most }, ..] ? most : Environment.ProcessorCount
            : 0;
        IdleTime = implementation.IsDefined(typeof(KeepAliveAttribute)) ? TimeSpan.MaxValue
            : Of(implementation, typeof(CollectionAgeLimitAttribute)) is { } age ? AgeOf(age)
            : options.CollectionAge;
    }

    public Type Implementation { get; }

    public GrainType Type { get; }

    /// <summary>Orleans' own activator: constructor injection, including persistent state.</summary>
    public DefaultGrainActivator Activator => activator.Value;

    public bool Reentrant { get; }

    /// <summary>More than 0 for a stateless worker.</summary>
    public int MaxWorkers { get; }

    public TimeSpan IdleTime { get; }

    private static CustomAttributeData? Of(Type implementation, Type attribute) =>
        implementation.GetCustomAttributesData().SingleOrDefault(one => one.AttributeType == attribute);

    // The attribute does not publish the total of its arguments.
    private static TimeSpan AgeOf(CustomAttributeData age)
    {
        double Given(string name) => age.NamedArguments
            .Where(argument => argument.MemberName == name)
            .Select(argument => Convert.ToDouble(argument.TypedValue.Value, null))
            .SingleOrDefault();
        var given = TimeSpan.FromDays(Given("Days")) + TimeSpan.FromHours(Given("Hours"))
            + TimeSpan.FromMinutes(Given("Minutes"));
        return given > TimeSpan.Zero ? given : TimeSpan.MaxValue;
    }

    private static string NameOf(Type implementation)
    {
        if (implementation.GetCustomAttribute<GrainTypeAttribute>() is not null)
            return (string)Of(implementation, typeof(GrainTypeAttribute))!.ConstructorArguments[0].Value!;
        var name = implementation.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }
}

/// <summary>The activations of one key of a stateless worker.</summary>
internal sealed class WorkerPool(SimulatedSilo silo, GrainClass grainClass, GrainId id)
{
    private readonly List<Activation> workers = [];

    public IReadOnlyList<Activation> Workers => workers;

    // The first free one in the order of creation, so that the others can become idle and be collected.
    public void Post(Call call)
    {
        var worker = workers.FirstOrDefault(one => !one.Busy);
        if (worker is null && workers.Count < grainClass.MaxWorkers)
            workers.Add(worker = new Activation(silo, grainClass, id, this));
        (worker ?? workers.MinBy(one => one.Load)!).Receive(call);
    }

    public void Remove(Activation worker) => workers.Remove(worker);
}

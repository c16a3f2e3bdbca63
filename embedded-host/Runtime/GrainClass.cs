using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>One grain class: how it is made and how its requests interleave.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory factory;
    private readonly StateParameter[] states;

    public GrainClass(Type implementation, uint number, HostClock clock, EmbeddedGrainHostOptions options)
    {
        Implementation = implementation;
        Number = number;
        Type = GrainType.Create(NameOf(implementation));
        Reentrant = implementation.IsDefined(typeof(ReentrantAttribute));
        MaxWorkers = implementation.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        var age = implementation.GetCustomAttribute<CollectionAgeLimitAttribute>();
        IdleTicks = age?.AlwaysActive == true || implementation.IsDefined(typeof(KeepAliveAttribute))
            ? long.MaxValue
            : clock.TicksIn(age?.AgeLimit ?? options.CollectionAge);
        states = StateParameter.Of(implementation);
        factory = ActivatorUtilities.CreateFactory(implementation, [.. states.Select(state => state.Type)]);
    }

    public Type Implementation { get; }

    /// <summary>The same in every process with the same grain classes.</summary>
    public uint Number { get; }

    public GrainType Type { get; }

    public bool Reentrant { get; }

    /// <summary>More than 0 for a stateless worker.</summary>
    public int MaxWorkers { get; }

    public long IdleTicks { get; }

    /// <summary>Makes the grain and the states that must be read before it activates.</summary>
    public object Create(Activation activation, IServiceProvider services, List<ILoadableState> loadable)
    {
        if (states.Length == 0)
            return factory(services, []);
        var arguments = new object[states.Length];
        for (var i = 0; i < states.Length; i++)
        {
            var state = states[i].Create(activation, services);
            loadable.Add(state);
            arguments[i] = state;
        }

        return factory(services, arguments);
    }

    private static string NameOf(Type implementation)
    {
        if (implementation.GetCustomAttribute<GrainTypeAttribute>() is { } named)
            return named.GrainType;
        var name = implementation.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }
}

using System.Collections.Frozen;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>The grain interfaces and classes of the scanned assemblies, and references to them.</summary>
internal sealed class GrainReferences : IGrainFactory
{
    private readonly EmbeddedGrainHost host;
    private readonly FrozenDictionary<Type, GrainInterface> interfaces;

    public GrainReferences(EmbeddedGrainHost host, IReadOnlyList<Assembly> assemblies)
    {
        this.host = host;
        var types = assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).ToArray();
        var classes = types.Where(IsGrainClass).OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select((type, i) => new GrainClass(type, (uint)i + 1, host.Clock, host.Options)).ToArray();
        foreach (var same in classes.GroupBy(c => c.Type.ToString()).Where(group => group.Count() > 1))
        {
            throw new OrleansConfigurationException(
                $"{string.Join(" and ", same.Select(c => c.Implementation.FullName))} are both named \"{same.Key}\" in "
                + "identities and storage; give one another name with [GrainType].");
        }

        interfaces = types.Concat(classes.SelectMany(c => c.Implementation.GetInterfaces()))
            .Where(IsGrainInterface).Distinct()
            .ToFrozenDictionary(type => type, type => new GrainInterface(
                host, type, Array.FindAll(classes, c => type.IsAssignableFrom(c.Implementation))));
    }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)Get(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)Get(grainInterfaceType, grainPrimaryKey, null);

    /// <summary>A reference to a grain of a known class through any interface.</summary>
    public object Create(Type type, GrainClass grainClass, string key) => Interface(type).Reference(grainClass, key);

    private static bool IsGrainClass(Type type) => type is
    { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && typeof(IGrainBase).IsAssignableFrom(type) && type.GetInterfaces().Any(IsGrainInterface);

    private static bool IsGrainInterface(Type type) => type is { IsInterface: true, IsGenericTypeDefinition: false }
        && typeof(IAddressable).IsAssignableFrom(type) && type.Assembly != typeof(IGrain).Assembly;

    private object Get(Type type, string key, string? prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var found = Interface(type);
        return found.Reference(found.ClassFor(prefix), key);
    }

    private GrainInterface Interface(Type type) => interfaces.TryGetValue(type, out var found)
        ? found
        : throw new ArgumentException(
            $"{type.FullName} is not a grain interface of the scanned assemblies "
                + $"({string.Join(", ", host.AssemblyNames)}).");
}

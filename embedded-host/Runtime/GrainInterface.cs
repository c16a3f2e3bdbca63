using System.Collections.Frozen;
using System.Reflection;

namespace Ticketing.EmbeddedHost;

/// <summary>One grain interface: its methods and the pattern of its references.</summary>
internal sealed class GrainInterface
{
    private readonly FrozenDictionary<MethodInfo, GrainMethod> methods;
    private readonly Lazy<GrainReferenceProxy> pattern;

    public GrainInterface(EmbeddedGrainHost host, Type type, GrainClass[] classes)
    {
        Host = host;
        Type = type;
        Classes = classes;
        methods = type.GetInterfaces().Append(type)
            .SelectMany(contract => contract.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .ToFrozenDictionary(method => method, method => GrainMethod.Create(method, host.Clock, host.Options));
        pattern = new Lazy<GrainReferenceProxy>(
            () => (GrainReferenceProxy)DispatchProxy.Create(type, typeof(GrainReferenceProxy)));
    }

    public EmbeddedGrainHost Host { get; }

    public Type Type { get; }

    public GrainClass[] Classes { get; }

    public GrainMethod MethodOf(MethodInfo method) => methods[method];

    public GrainReferenceProxy Reference(GrainClass grainClass, string key) => pattern.Value.For(this, grainClass, key);

    /// <summary>The class a reference means, or an exception that says why there is none.</summary>
    public GrainClass ClassFor(string? prefix)
    {
        if (prefix is null && Classes.Length == 1)
            return Classes[0];
        var fitting = prefix is null
            ? Classes
            : Array.FindAll(Classes, c => c.Implementation.FullName!.StartsWith(prefix, StringComparison.Ordinal));
        return fitting.Length switch
        {
            1 => fitting[0],
            0 => throw new ArgumentException(
                $"No grain class{(prefix is null ? "" : $" whose name starts with {prefix}")} "
                + $"implements {Type.FullName} "
                + $"in the scanned assemblies ({string.Join(", ", Host.AssemblyNames)})."),
            _ => throw new ArgumentException(
                $"{Type.FullName} is implemented by "
                + string.Join(" and ", fitting.Select(c => c.Implementation.FullName))
                + "; name one by grainClassNamePrefix."),
        };
    }
}

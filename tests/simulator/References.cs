using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.CodeGeneration;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.Invocation;
using Orleans.Serialization.Serializers;

namespace Ticketing.Simulator;

/// <summary>Orleans' serializer and the generated code of the loaded assemblies, shared by all silos.</summary>
internal static class Wire
{
    public static readonly IServiceProvider Services = new ServiceCollection()
        .AddSerializer().AddSingleton<ISpecializableCopier, ReferenceCopiers>().BuildServiceProvider();

    private static readonly TypeManifestOptions Manifest =
        Services.GetRequiredService<IOptions<TypeManifestOptions>>().Value;

    public static readonly IReadOnlyList<Type> GrainClasses =
    [
        .. Manifest.InterfaceImplementations
            .Where(type => type is { IsAbstract: false, IsGenericType: false }
                && typeof(IGrainBase).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    private static readonly Dictionary<Type, Func<GrainReferenceShared, IdSpan, GrainReference>> Proxies =
        Manifest.InterfaceProxies.Where(type => !type.IsGenericType && typeof(GrainReference).IsAssignableFrom(type))
            .ToDictionary(InterfaceOf, Compile);

    public static Func<GrainReferenceShared, IdSpan, GrainReference> ProxyOf(Type grainInterface) =>
        Proxies.GetValueOrDefault(grainInterface)
        ?? throw new ArgumentException(
            $"{grainInterface} has no generated proxy: its assembly lacks Orleans' generator.");

    // The interface that has all the others as bases.
    private static Type InterfaceOf(Type proxy) =>
        proxy.GetInterfaces().Where(one => typeof(IAddressable).IsAssignableFrom(one))
            .Aggregate((most, next) => most.IsAssignableFrom(next) ? next : most);

    private static Func<GrainReferenceShared, IdSpan, GrainReference> Compile(Type proxy)
    {
        var shared = Expression.Parameter(typeof(GrainReferenceShared));
        var key = Expression.Parameter(typeof(IdSpan));
        var constructor = proxy.GetConstructor([typeof(GrainReferenceShared), typeof(IdSpan)])!;
        return Expression.Lambda<Func<GrainReferenceShared, IdSpan, GrainReference>>(
            Expression.New(constructor, shared, key), shared, key).Compile();
    }
}

/// <summary>Creates the generated references of one silo, and receives their requests.</summary>
internal sealed class References : IGrainFactory, IGrainReferenceRuntime
{
    private readonly SimulatedSilo silo;
    private readonly Dictionary<GrainType, GrainClass> classes;
    private readonly ILookup<Type, GrainClass> implementations;
    private readonly Dictionary<(GrainType, Type), GrainReferenceShared> shared = [];

    public References(SimulatedSilo silo, IEnumerable<GrainClass> grainClasses)
    {
        this.silo = silo;
        classes = grainClasses.ToDictionary(one => one.Type);
        implementations = classes.Values
            .SelectMany(one => one.Implementation.GetInterfaces().Select(type => (type, one)))
            .ToLookup(pair => pair.type, pair => pair.one);
    }

    public GrainClass ClassOf(GrainType type) => classes[type];

    public GrainReference Untyped(GrainId id) => Of(id, classes[id.Type].Implementation.GetInterfaces().First(
        type => typeof(IGrain).IsAssignableFrom(type) && type.Assembly != typeof(IGrain).Assembly));

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return (TGrainInterface)(object)Of(typeof(TGrainInterface), IdSpan.Create(primaryKey), grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        (TGrainInterface)(object)Of(
            typeof(TGrainInterface), GrainIdKeyExtensions.CreateGuidKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        (TGrainInterface)(object)Of(
            typeof(TGrainInterface), GrainIdKeyExtensions.CreateIntegerKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(
        Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey =>
        (TGrainInterface)(object)Of(
            typeof(TGrainInterface), GrainIdKeyExtensions.CreateGuidKey(primaryKey, keyExtension),
            grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(
        long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey =>
        (TGrainInterface)(object)Of(
            typeof(TGrainInterface), GrainIdKeyExtensions.CreateIntegerKey(primaryKey, keyExtension),
            grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) =>
        (IGrain)Of(grainInterfaceType, GrainIdKeyExtensions.CreateGuidKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) =>
        (IGrain)Of(grainInterfaceType, GrainIdKeyExtensions.CreateIntegerKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)Of(grainInterfaceType, IdSpan.Create(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) =>
        (IGrain)Of(grainInterfaceType, GrainIdKeyExtensions.CreateGuidKey(grainPrimaryKey, keyExtension), null);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) =>
        (IGrain)Of(grainInterfaceType, GrainIdKeyExtensions.CreateIntegerKey(grainPrimaryKey, keyExtension), null);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) =>
        Of(interfaceType, grainKey, grainClassNamePrefix);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => Of(interfaceType, grainKey, null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)Of(grainId, typeof(TGrainInterface));

    public IAddressable GetGrain(GrainId grainId) => Untyped(grainId);

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw Unused();

    public TObserver CreateObjectReference<TObserver>(IGrainObserver obj)
        where TObserver : IGrainObserver => throw Unused();

    public void DeleteObjectReference<TObserver>(IGrainObserver obj)
        where TObserver : IGrainObserver => throw Unused();

    public object Cast(IAddressable grain, Type interfaceType) =>
        grain is GrainReference && interfaceType.IsInstanceOfType(grain)
            ? grain : Of(grain.GetGrainId(), interfaceType);

    public ValueTask<T?> InvokeMethodAsync<T>(GrainReference reference, IInvokable request, InvokeMethodOptions options)
    {
        if (options.HasFlag(InvokeMethodOptions.OneWay))
        {
            InvokeMethod(reference, request, options);
            return default;
        }

        var call = new RequestCall<T>(reference.GrainId, request, options)
        {
            Interleaves = options.HasFlag(InvokeMethodOptions.AlwaysInterleave),
            ReadOnly = options.HasFlag(InvokeMethodOptions.ReadOnly),
        };
        silo.Send(call);
        return new ValueTask<T?>(call.Task);
    }

    public ValueTask InvokeMethodAsync(GrainReference reference, IInvokable request, InvokeMethodOptions options)
    {
        var answer = InvokeMethodAsync<object>(reference, request, options);
        return answer.IsCompletedSuccessfully ? default : new ValueTask(answer.AsTask());
    }

    public void InvokeMethod(GrainReference reference, IInvokable request, InvokeMethodOptions options) => silo.Send(
        new OneWayCall(reference.GrainId, request, options, silo.Log)
        {
            Interleaves = options.HasFlag(InvokeMethodOptions.AlwaysInterleave),
            ReadOnly = options.HasFlag(InvokeMethodOptions.ReadOnly),
        });

    private static NotSupportedException Unused() => new("The grains of this house have no observers.");

    private GrainReference Of(Type grainInterface, IdSpan key, string? prefix)
    {
        var found = implementations[grainInterface].Where(one => prefix is null
            || one.Implementation.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        if (found.Length != 1)
            throw new ArgumentException($"{grainInterface} has {found.Length} grain classes, not one.");
        return Of(GrainId.Create(found[0].Type, key), grainInterface);
    }

    private GrainReference Of(GrainId id, Type grainInterface)
    {
        if (!shared.TryGetValue((id.Type, grainInterface), out var common))
            shared[(id.Type, grainInterface)] = common = new GrainReferenceShared(
                id.Type, GrainInterfaceType.Create(grainInterface.FullName!), interfaceVersion: 0, this,
                InvokeMethodOptions.None, Wire.Services.GetRequiredService<CodecProvider>(),
                Wire.Services.GetRequiredService<CopyContextPool>(), Wire.Services);
        return Wire.ProxyOf(grainInterface)(common, id.Key);
    }
}

/// <summary>References are shared, not copied; a grain that passes itself is passed as a reference.</summary>
internal sealed class ReferenceCopiers : ISpecializableCopier
{
    public bool IsSupportedType(Type type) => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type);

    public IDeepCopier GetSpecializedCopier(Type type) =>
        (IDeepCopier)Activator.CreateInstance(typeof(ReferenceCopier<>).MakeGenericType(type))!;

    private sealed class ReferenceCopier<T> : IDeepCopier<T>
        where T : IAddressable
    {
        public T? DeepCopy(T? input, CopyContext context) =>
            input is GrainReference or null ? input : input.AsReference<T>();
    }
}

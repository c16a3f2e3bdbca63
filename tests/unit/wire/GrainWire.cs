using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.CodeGeneration;
using Orleans.Concurrency;
using Orleans.Metadata;
using Orleans.Serialization.Invocation;
using Ticketing.Reservations;

namespace Ticketing.Tests.Wire;

/// <summary>The contract between silos and api processes of two releases, read from the compiled assemblies.</summary>
internal static class GrainWire
{
    private const BindingFlags Members =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static WireList Read()
    {
        var contracts = typeof(IReservationGrain).Assembly;
        using var host = new HostBuilder().UseOrleansClient(client => client.UseLocalhostClustering()).Build();
        var interfaces = host.Services.GetRequiredService<GrainInterfaceTypeResolver>();
        var grains = host.Services.GetRequiredService<GrainTypeResolver>();
        var list = new WireList();
        var requests = Requests(contracts);
        foreach (var type in contracts.GetTypes().Where(IsGrainInterface))
            AddInterface(list, type, interfaces, requests);
        foreach (var type in typeof(Choreography).Assembly.GetTypes().Where(IsGrain))
            list.Add(
                "grain", grains.GetGrainType(type).ToString()!,
                string.Join(", ", type.GetInterfaces().Where(IsGrainInterface)
                    .Select(contract => interfaces.GetGrainInterfaceType(contract).ToString()).Order()));
        foreach (var type in contracts.GetTypes().Where(IsMessage)) AddMessage(list, type);
        foreach (var type in contracts.GetExportedTypes().Where(type => type.IsEnum)) AddEnum(list, type);
        return list;
    }

    internal static void AddEnum(WireList list, Type type)
    {
        var section = list.Add("enum", TypeNames.Alias(type));
        foreach (var value in Enum.GetValues(type))
            section.Add(
                Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
                value.ToString()!);
    }

    private static void AddInterface(
        WireList list, Type type, GrainInterfaceTypeResolver names,
        ILookup<Type, (MethodInfo Method, string Id)> requests)
    {
        var version = type.GetCustomAttribute<VersionAttribute>()?.Version ?? 0;
        var section = list.Add("interface", names.GetGrainInterfaceType(type).ToString()!, $"version {version}");
        foreach (var (method, id) in requests[type].OrderBy(request => request.Id, StringComparer.Ordinal))
        {
            var arguments = string.Join(", ", method.GetParameters().Select(TypeNames.Of));
            section.Add(id, $"({arguments}) {TypeNames.Of(method.ReturnParameter)}{Marks(method)}");
        }

        if (section.Entries.Count != type.GetMethods().Length)
            throw new InvalidOperationException($"{type} has methods without a generated request.");
    }

    /// <summary>Callers put these marks into the header of a message.</summary>
    private static string Marks(MethodInfo method) =>
        (method.IsDefined(typeof(ReadOnlyAttribute)) ? " read-only" : "")
        + (method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? " interleaves" : "")
        + (method.IsDefined(typeof(OneWayAttribute)) ? " one-way" : "");

    /// <summary>
    /// A request travels as its generated class, whose alias begins with "inv" and ends with that of the method.
    /// </summary>
    private static ILookup<Type, (MethodInfo Method, string Id)> Requests(Assembly contracts) =>
        contracts.GetTypes().Where(type => typeof(IInvokable).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (Request: (IInvokable)RuntimeHelpers.GetUninitializedObject(type),
                Alias: type.GetCustomAttributes<CompoundTypeAliasAttribute>().Single()))
            .ToLookup(
                request => request.Request.GetInterfaceType(),
                request => (request.Request.GetMethod(), (string)request.Alias.Components[^1]));

    private static void AddMessage(WireList list, Type type)
    {
        var @base = type.BaseType is { } parent && IsMessage(parent) ? $": {Alias(parent)}" : "";
        var section = list.Add("type", Alias(type), @base);
        var members = type.GetMembers(Members).Where(member => member.IsDefined(typeof(IdAttribute), inherit: false));
        foreach (var (member, id) in members.Select(member => (member, member.GetCustomAttribute<IdAttribute>()!.Id))
            .OrderBy(member => member.Id))
            section.Add($"{id}", $"{TypeNames.Of(member).Replace(", ", ",", StringComparison.Ordinal)} {member.Name}");
    }

    private static string Alias(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias
        ?? throw new InvalidOperationException($"{type} has no alias: moving or renaming it would break the wire.");

    private static bool IsGrainInterface(Type type) =>
        type.IsInterface && typeof(IGrain).IsAssignableFrom(type)
        && type.Assembly == typeof(IReservationGrain).Assembly;

    private static bool IsGrain(Type type) => !type.IsAbstract && typeof(IGrain).IsAssignableFrom(type) && type.IsClass;

    private static bool IsMessage(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);
}

using System.Collections.Immutable;
using System.Reflection;

namespace Ticketing.Tests.Wire;

/// <summary>Generates values for samples, the same every time.</summary>
internal static class Filled
{
    private static readonly DateTimeOffset Moment = new(2026, 6, 1, 18, 30, 15, 250, TimeSpan.Zero);

    /// <param name="isWhole">Whether every member has a value; else each is null, empty or zero if it may be.</param>
    public static object Of(Type type, bool isWhole) => Value(type, "", isWhole)!;

    private static object? Value(Type type, string name, bool isWhole)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return typeof(Filled).GetMethod(nameof(ImmutableOf), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments()[0]).Invoke(null, [name, isWhole]);
        if (type.IsArray) return ArrayOf(type.GetElementType()!, name, isWhole);
        if (Nullable.GetUnderlyingType(type) is { } value) return isWhole ? Value(value, name, isWhole) : null;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(isWhole ? Enum.GetValues(type).Length - 1 : 0);
        if (type == typeof(string)) return $"{name}-ä{(isWhole ? "\"" : "")}";
        if (type == typeof(bool)) return isWhole;
        if (type == typeof(Guid)) return isWhole ? Id(name) : Guid.Empty;
        if (type == typeof(DateTimeOffset)) return isWhole ? Moment.AddSeconds(name.Length) : DateTimeOffset.UnixEpoch;
        if (type == typeof(int)) return isWhole ? 40 + name.Length : 0;
        if (type == typeof(long)) return isWhole ? 3_000_000_000L + name.Length : 0L;
        return Object(type, isWhole);
    }

    private static object Object(Type type, bool isWhole)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .MaxBy(one => one.GetParameters().Length)!;
        var nullability = new NullabilityInfoContext();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            !isWhole && nullability.Create(parameter).ReadState == NullabilityState.Nullable
                ? null
                : Value(parameter.ParameterType, parameter.Name!, isWhole))]);
    }

    private static ImmutableArray<T> ImmutableOf<T>(string name, bool isWhole) =>
        isWhole ? [(T)Value(typeof(T), name + "1", isWhole)!, (T)Value(typeof(T), name + "22", isWhole)!] : [];

    private static Array ArrayOf(Type element, string name, bool isWhole)
    {
        var made = Array.CreateInstance(element, isWhole ? 1 : 0);
        if (isWhole) made.SetValue(Value(element, name, isWhole), 0);
        return made;
    }

    private static Guid Id(string name)
    {
        var bytes = new byte[16];
        for (var at = 0; at < name.Length; at++) bytes[at % 16] ^= (byte)name[at];
        bytes[0] |= 1;
        return new Guid(bytes);
    }
}

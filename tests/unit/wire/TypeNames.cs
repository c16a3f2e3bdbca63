using System.Collections.Immutable;
using System.Reflection;

namespace Ticketing.Tests.Wire;

/// <summary>Types as C# writes them, with a ? where there may be null.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(int)] = "int",
        [typeof(long)] = "long", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
        [typeof(string)] = "string", [typeof(object)] = "object",
    };

    public static string Of(MemberInfo member) => member switch
    {
        PropertyInfo property => Of(new NullabilityInfoContext().Create(property)),
        FieldInfo field => Of(new NullabilityInfoContext().Create(field)),
        _ => throw new ArgumentException($"{member} has no type."),
    };

    public static string Of(ParameterInfo parameter) => Of(new NullabilityInfoContext().Create(parameter));

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        if (type.IsArray) return Of(type.GetElementType()!) + "[]";
        return type.IsGenericType
            ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : Alias(type);
    }

    /// <summary>A type with an alias may get another name in C#: the alias is what travels.</summary>
    public static string Alias(Type type) =>
        type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? type.Name;

    private static string Of(NullabilityInfo info)
    {
        var type = info.Type;
        var mark = !type.IsValueType && info.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray) return $"{Of(info.ElementType!)}[]{mark}";
        return type.IsGenericType && Nullable.GetUnderlyingType(type) is null
            ? $"{Bare(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Of))}>{mark}"
            : Of(type) + mark;
    }

    private static string Bare(Type type) => type.Name[..type.Name.IndexOf('`')];

    /// <summary>
    /// Whether code can work with a value that an older sender leaves out, and that is all zeros then.
    /// </summary>
    /// <param name="name">As this class writes it.</param>
    public static bool IsSafeWhenAbsent(string name) =>
        name.EndsWith('?') || (!name.StartsWith(nameof(ImmutableArray), StringComparison.Ordinal)
            && !name.EndsWith("[]", StringComparison.Ordinal) && !name.Contains('<')
            && name is not ("string" or "object"));
}

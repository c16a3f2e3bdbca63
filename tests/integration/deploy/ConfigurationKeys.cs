using System.Collections;
using System.Reflection;
using Ticketing.Api;
using Ticketing.Messaging;
using Ticketing.Silo;
using Ticketing.Store;
using Ticketing.Tickets;

namespace Ticketing.Tests.Deploy;

/// <summary>Every key that the programs read: the properties of the classes with a Section.</summary>
internal static class ConfigurationKeys
{
    private const string SectionField = "Section";

    private static readonly Dictionary<string, Type> Sections = new[]
        {
            typeof(TicketOptions).Assembly, typeof(StoreOptions).Assembly, typeof(EventOptions).Assembly,
            typeof(ClusterSettings).Assembly, typeof(ApiOptions).Assembly,
        }
        .SelectMany(assembly => assembly.GetTypes())
        .Select(type => (Type: type, Field: type.GetField(SectionField)))
        .Where(found => found.Field is { IsLiteral: true })
        .ToDictionary(found => (string)found.Field!.GetRawConstantValue()!, found => found.Type);

    /// <summary>The reason why no program reads this environment variable; null when one does.</summary>
    public static string? Complaint(string variable)
    {
        var key = variable.Replace("__", ":");
        var section = Sections.Keys
            .Where(name => key.StartsWith(name + ":", StringComparison.Ordinal))
            .MaxBy(name => name.Length);
        if (section is null) return $"{variable}: no class has this section";
        var path = key[(section.Length + 1)..].Split(':');
        // A section may be a list of its class: then the path begins with an index.
        if (path.Length > 1 && int.TryParse(path[0], out _)) path = path[1..];
        return IsRead(Sections[section], path) ? null : $"{variable}: {Sections[section].Name} has no such property";
    }

    private static bool IsRead(Type type, string[] path)
    {
        if (path.Length == 0) return type == typeof(string) || !type.IsClass;
        if (type.IsArray) return int.TryParse(path[0], out _) && IsRead(type.GetElementType()!, path[1..]);
        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
            return type.IsGenericType && IsRead(type.GetGenericArguments()[^1], path[1..]);
        return type.GetProperty(path[0], BindingFlags.Public | BindingFlags.Instance) is { CanWrite: true } property
            && IsRead(property.PropertyType, path[1..]);
    }
}

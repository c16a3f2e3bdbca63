namespace Ticketing.Tests.Wire;

/// <summary>A column that holds JSON, and the product's own code that writes and reads it.</summary>
internal sealed record StoredJson(string Name, Type Type, Func<object, string> Write, Func<string, object> Read)
{
    public static StoredJson Of<T>(string name, Func<T, string> write, Func<string, T> read) =>
        new(name, typeof(T), value => write((T)value), json => read(json)!);
}

namespace Orleans.Runtime;

/// <summary>
/// On a constructor parameter of type <see cref="IPersistentState{TState}"/>: its name and its store.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute, IPersistentStateConfiguration
{
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    /// <summary>What the record is called.</summary>
    public string StateName { get; }

    /// <summary>The key under which the store is registered; null for the unnamed one.</summary>
    public string? StorageName { get; }
}

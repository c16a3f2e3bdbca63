namespace Orleans.Runtime;

/// <summary>Name and store of a persistent state.</summary>
public interface IPersistentStateConfiguration
{
    /// <summary>What the record is called.</summary>
    string StateName { get; }

    /// <summary>The key under which the store is registered; null for the unnamed one.</summary>
    string? StorageName { get; }
}

namespace Orleans.Core;

/// <summary>One record of one grain in a store.</summary>
public interface IStorage
{
    /// <summary>The version last read or written; null when there is no record.</summary>
    string? Etag { get; }

    /// <summary>Whether the store held a record when last asked.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the record and starts over with a new state.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the state; throws InconsistentStateException when somebody else wrote since.</summary>
    Task WriteStateAsync();

    /// <summary>Replaces the state by what is stored.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}

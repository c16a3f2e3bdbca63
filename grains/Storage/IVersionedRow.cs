namespace Ticketing.Storage;

/// <summary>A row that is written at the version its grain saw.</summary>
public interface IVersionedRow
{
    /// <summary>See <see cref="Commit"/>.</summary>
    long Version { get; }
}

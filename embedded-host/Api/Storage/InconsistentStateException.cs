using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// Somebody else wrote the record since it was read. Not caught by the grain, it ends the activation.
/// </summary>
public class InconsistentStateException : OrleansException
{
    public InconsistentStateException()
    {
    }

    public InconsistentStateException(string message)
        : base(message)
    {
    }

    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    public InconsistentStateException(
        string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
        : this(storageException.Message, storedEtag, currentEtag, storageException)
    {
    }

    /// <summary>The version in the store.</summary>
    public string? StoredEtag { get; private set; }

    /// <summary>The version the writer knew.</summary>
    public string? CurrentEtag { get; private set; }

    // Only the grain whose state it is has to go, not every grain the exception passes on its way to the caller.
    internal bool IsSourceActivation { get; set; } = true;

    public override string ToString() => $"{base.ToString()} (stored etag {StoredEtag}, known etag {CurrentEtag})";
}

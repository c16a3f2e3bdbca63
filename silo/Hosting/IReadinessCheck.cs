namespace Ticketing.Hosting;

/// <summary>Something of this process, beside its database, without which it can do no work.</summary>
public interface IReadinessCheck
{
    /// <summary>Null when all is well; else a sentence for whoever runs the process.</summary>
    string? Complaint { get; }
}

namespace Orleans.Runtime;

/// <summary>One activation as seen from inside.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    /// <summary>Type and key.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object, once it has been made.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of this activation; a scope that ends with it.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Ends when the activation has.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation once the running requests have ended.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

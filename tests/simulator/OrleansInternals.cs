using System.Runtime.CompilerServices;

namespace Ticketing.Simulator;

/// <summary>
/// The only access to Orleans' internals: a plain <c>Grain</c> takes its context from an internal, thread-static field,
/// and two exceptions have internal parts.
/// </summary>
internal static class OrleansInternals
{
    private const string RuntimeContext = "Orleans.Runtime.RuntimeContext, Orleans.Core.Abstractions";

    public static void Enter(IGrainContext context, out IGrainContext? outer) => Set(null, context, out outer);

    public static void Leave(IGrainContext? outer) => Reset(null, outer);

    /// <summary>Whether the activation that got this exception first is the one whose state is outdated.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_IsSourceActivation")]
    public static extern bool IsSource(Orleans.Storage.InconsistentStateException exception);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_IsSourceActivation")]
    public static extern void SetSource(Orleans.Storage.InconsistentStateException exception, bool value);

    /// <summary>The exception by which a silo rejects a message; its constructors are internal.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern OrleansMessageRejectionException Rejection(string message);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "SetExecutionContext")]
    private static extern void Set(
        [UnsafeAccessorType(RuntimeContext)] object? type, IGrainContext context, out IGrainContext? outer);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "ResetExecutionContext")]
    private static extern void Reset([UnsafeAccessorType(RuntimeContext)] object? type, IGrainContext? outer);
}

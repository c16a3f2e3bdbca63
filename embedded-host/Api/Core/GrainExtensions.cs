using Orleans.Runtime;
using Ticketing.EmbeddedHost;

namespace Orleans;

/// <summary>Identity of grains and of references to them.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the same grain through another interface; a grain passes itself on this way.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        null => throw new ArgumentNullException(nameof(grain)),
        GrainReferenceProxy reference => (TGrainInterface)reference.Host.References.Create(
            typeof(TGrainInterface), reference.Class, reference.Key),
        IGrainBase { GrainContext: Activation activation } => (TGrainInterface)activation.Host.References.Create(
            typeof(TGrainInterface), activation.Class, activation.Key),
        _ => throw NotAGrain(grain),
    };

    /// <summary>Type and key of a grain or reference.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        null => throw new ArgumentNullException(nameof(grain)),
        GrainReferenceProxy reference => reference.GrainId,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        _ => throw NotAGrain(grain),
    };

    /// <summary>The key under which the grain was asked for.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
    {
        GrainReferenceProxy reference => reference.Key,
        IGrainBase { GrainContext: Activation activation } => activation.Key,
        _ => grain.GetGrainId().Key.ToString(),
    };

    private static ArgumentException NotAGrain(IAddressable grain) => new(
        $"{grain.GetType().FullName} is neither a reference nor a grain made by a grain host.", nameof(grain));
}

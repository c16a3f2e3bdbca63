namespace Orleans;

/// <summary>
/// Makes references. A reference is cheap, always valid and says nothing about whether the grain is active.
/// </summary>
public interface IGrainFactory
{
    /// <summary>The grain of this key; the prefix picks a class where several implement the interface.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>The grain of this key, its interface known at run time only.</summary>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);
}

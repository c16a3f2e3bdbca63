namespace Ticketing.EmbeddedHost;

/// <summary>
/// Class and key, hashed the same way in every process: the order in which the table is walked must not change from
/// one run of a simulation to the next.
/// </summary>
internal readonly struct GrainKey(GrainClass grainClass, string key) : IEquatable<GrainKey>
{
    private readonly GrainClass grainClass = grainClass;
    private readonly string key = key;

    public bool Equals(GrainKey other) => ReferenceEquals(grainClass, other.grainClass) && key == other.key;

    public override bool Equals(object? obj) => obj is GrainKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = grainClass.Number * 0x9E3779B1u;
        foreach (var letter in key)
            hash = (hash ^ letter) * 0x01000193u;
        return (int)(hash ^ (hash >> 15));
    }
}

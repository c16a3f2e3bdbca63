using System.Reflection;
using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>
/// A reference to a grain; the class behind it implements the grain's interface. Equal to others of its grain.
/// </summary>
public class GrainReferenceProxy : DispatchProxy
{
    private GrainInterface contract = null!;
    private ICallTarget? target;

    internal EmbeddedGrainHost Host => contract.Host;

    internal GrainClass Class { get; private set; } = null!;

    internal string Key { get; private set; } = null!;

    internal GrainId GrainId => GrainId.Create(Class.Type, Key);

    public override bool Equals(object? obj) =>
        obj is GrainReferenceProxy other && ReferenceEquals(Class, other.Class) && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => GrainId.ToString();

    internal GrainReferenceProxy For(GrainInterface ofInterface, GrainClass ofClass, string key)
    {
        var reference = (GrainReferenceProxy)MemberwiseClone();
        reference.contract = ofInterface;
        reference.Class = ofClass;
        reference.Key = key;
        return reference;
    }

    internal void Send(Request request)
    {
        // The activation is looked up once; after its end it says so and the next one is asked for.
        if (target is { } known && known.TryPost(request))
            return;
        target = Host.Catalog.Post(Class, Key, request);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        contract.MethodOf(targetMethod!).Call(this, args ?? []);
}

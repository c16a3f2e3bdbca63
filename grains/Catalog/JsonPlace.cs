namespace Ticketing.Catalog;

/// <summary>Where in a document we are; spelled out as a JSON path only when something is wrong there.</summary>
internal sealed class JsonPlace
{
    private readonly JsonPlace? parent;
    private readonly string name;
    private readonly int? index;

    private JsonPlace(JsonPlace? parent, string name, int? index)
    {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    public static JsonPlace Root(string path) => new(null, path, null);

    public JsonPlace Field(string field) => new(this, field, null);

    public JsonPlace Item(int item) => new(this, string.Empty, item);

    public override string ToString() => (parent, index) switch
    {
        (null, _) => name,
        (_, { } item) => $"{parent}[{item}]",
        _ => $"{parent}.{name}",
    };
}

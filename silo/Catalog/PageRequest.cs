namespace Ticketing.Catalog;

/// <param name="Cursor">From <see cref="Page{T}.NextCursor"/>; null for the first page.</param>
/// <param name="Limit">1 to <see cref="MaxLimit"/> items.</param>
public sealed record PageRequest(string? Cursor = null, int Limit = PageRequest.DefaultLimit)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;
}

namespace Ticketing.Api;

/// <summary>A seat map as it is sent.</summary>
/// <param name="Version">Names this content.</param>
internal sealed record SentSeatMap(string Version, ReadOnlyMemory<byte> Json);

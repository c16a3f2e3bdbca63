namespace Ticketing.Api;

/// <summary>Where a page begins in a numbered list: below this number.</summary>
internal sealed record NumberPosition(long Below);

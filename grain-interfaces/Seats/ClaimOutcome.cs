namespace Ticketing.Seats;

/// <summary>The answer to a claim. <see cref="Seat"/> is set when the claim was granted.</summary>
[GenerateSerializer, Immutable, Alias("ClaimOutcome")]
public sealed record ClaimOutcome([property: Id(0)] ClaimResult Result, [property: Id(1)] ClaimedSeat? Seat = null);

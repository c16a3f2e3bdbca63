namespace Ticketing.Reservations;

/// <summary>
/// What the fan says to the seats that are offered for a payment that came too late for its own.
/// </summary>
/// <param name="Accept">Keep them; else the money goes back.</param>
[GenerateSerializer, Immutable, Alias("AnswerOffer")]
public sealed record AnswerOffer([property: Id(0)] Guid UserId, [property: Id(1)] bool Accept);

namespace Ticketing.Api;

/// <summary>
/// The id of a reservation follows from who asks and under which Idempotency-Key, so that a repeated request finds what
/// the first one made, in every process and after every crash.
/// </summary>
internal static class ReservationId
{
    public static Guid Of(Guid userId, string idempotencyKey) => DerivedId.Of(userId, idempotencyKey);
}

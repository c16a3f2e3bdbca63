namespace Ticketing.Api;

/// <summary>
/// The id of a reservation is derived from the user and the Idempotency-Key, so that a repeated request finds the
/// reservation of the first one, in every process and after every crash.
/// </summary>
internal static class ReservationId
{
    public static Guid Of(Guid userId, string idempotencyKey) => DerivedId.Of(userId, idempotencyKey);
}

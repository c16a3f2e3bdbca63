using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <param name="Version">Of the payment's row.</param>
public sealed record PaymentFacet(PaymentStatus Status, long Version);

using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ticketing.Catalog;
using Ticketing.Tickets;

namespace Ticketing.Api;

/// <summary>The bounds of what is sent to us, from the constants that the checks use.</summary>
internal static class SchemaBounds
{
    private static readonly FrozenDictionary<(Type, string), Action<OpenApiSchema>> Bounds =
        new Dictionary<(Type, string), Action<OpenApiSchema>>
        {
            [(typeof(Credentials), "email")] = Length(3, CredentialRules.MaxEmailLength),
            [(typeof(Credentials), "password")] =
                Length(CredentialRules.MinPasswordLength, CredentialRules.MaxPasswordLength),
            [(typeof(ChargeRequest), "amount")] = Range(1, Limits.MaxChargeAmount),
            [(typeof(ReserveRequest), "seats")] = Items(1, Limits.SeatsPerReservation),
            [(typeof(ReserveRequest), "category")] = Length(1, Limits.MaxNameLength),
            [(typeof(ReserveRequest), "quantity")] = Range(1, Limits.SeatsPerReservation),
            [(typeof(SeatList), "seats")] = Items(1, SeatList.MaxSeats),
            [(typeof(ConcertRequest), "title")] = Length(1, Limits.MaxNameLength),
            [(typeof(ConcertRequest), "venue")] = Length(1, Limits.MaxNameLength),
            [(typeof(ConcertRequest), "description")] = Length(0, CatalogRules.MaxDescriptionLength),
            [(typeof(ScheduleRequest), "holdSeconds")] = Range(Limits.MinHoldSeconds, Limits.MaxHoldSeconds),
            [(typeof(ScheduleRequest), "seatsPerFan")] = Range(1, Limits.MaxSeatsPerFan),
            [(typeof(ScheduleRequest), "admissions")] = Items(0, AdmissionRules.MaxAdmissions),
            [(typeof(AdmissionRequest), "category")] = Length(1, Limits.MaxNameLength),
            [(typeof(AdmissionRequest), "capacity")] = Range(1, AdmissionRules.MaxCapacity),
            [(typeof(AdmissionRequest), "price")] = Range(0, Limits.MaxSeatPrice),
            [(typeof(QueueRequest), "maxActive")] = Range(1, Limits.MaxActiveFans),
            [(typeof(QueueRequest), "pacePerSecond")] = Range(0, Limits.MaxPacePerSecond),
            [(typeof(QueueRequest), "claimSeconds")] = Range(Limits.MinClaimSeconds, Limits.MaxClaimSeconds),
            [(typeof(QueueRequest), "activeSeconds")] = Range(Limits.MinActiveSeconds, Limits.MaxActiveSeconds),
            [(typeof(QueueChangeRequest), "maxActive")] = Range(1, Limits.MaxActiveFans),
            [(typeof(QueueChangeRequest), "pacePerSecond")] = Range(0, Limits.MaxPacePerSecond),
            [(typeof(QueueChangeRequest), "claimSeconds")] = Range(Limits.MinClaimSeconds, Limits.MaxClaimSeconds),
            [(typeof(QueueChangeRequest), "activeSeconds")] = Range(Limits.MinActiveSeconds, Limits.MaxActiveSeconds),
            [(typeof(ScheduleChange), "holdSeconds")] = Range(Limits.MinHoldSeconds, Limits.MaxHoldSeconds),
            [(typeof(ScheduleChange), "seatsPerFan")] = Range(1, Limits.MaxSeatsPerFan),
            [(typeof(PaymentRequest), "couponCode")] = Length(1, Limits.MaxCouponCodeLength),
            [(typeof(CouponRequest), "value")] = Range(1, Limits.MaxChargeAmount),
            [(typeof(CouponRequest), "totalUses")] = Range(1, Limits.MaxCouponUses),
            [(typeof(CouponRequest), "usesPerFan")] = Range(1, Limits.MaxCouponUses),
            [(typeof(CouponRequest), "minimumAmount")] = Range(0, Limits.MaxBalance),
            [(typeof(CheckInRequest), "code")] = Length(1, TicketCodes.MaxLength),
            [(typeof(CheckInRequest), "gate")] = Length(1, Limits.MaxNameLength),
        }.ToFrozenDictionary();

    public static Task ApplyAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (property is OpenApiSchema described && Bounds.TryGetValue((type, name), out var bound))
                bound(described);
        }

        return Task.CompletedTask;
    }

    private static Action<OpenApiSchema> Length(int from, int to) =>
        schema => (schema.MinLength, schema.MaxLength) = (from, to);

    private static Action<OpenApiSchema> Items(int from, int to) =>
        schema => (schema.MinItems, schema.MaxItems) = (from, to);

    private static Action<OpenApiSchema> Range(long from, long to) => schema =>
        (schema.Minimum, schema.Maximum) =
            (from.ToString(CultureInfo.InvariantCulture), to.ToString(CultureInfo.InvariantCulture));
}

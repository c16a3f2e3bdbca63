using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Store;
using Ticketing.Tickets;

namespace Ticketing.Api;

/// <summary>
/// Adds the types that the generator cannot see behind our converters (texts, times and enums), and examples of the
/// bodies that a newcomer sends first.
/// </summary>
internal static class SchemaDetails
{
    public static Task ApplyAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
            schema.Format = "date-time";
        if ((Nullable.GetUnderlyingType(type) ?? type).IsEnum)
            schema.Type = JsonSchemaType.String;
        else if (IsText(type))
            schema.Type = JsonSchemaType.String | NullOf(context);
        else if (context.JsonTypeInfo.ElementType is { } element && IsText(element))
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        else if (type == typeof(JsonElement))
            schema.Type = JsonSchemaType.Object;
        else if (context.JsonPropertyInfo is { } member && PartialChanges.Is(member.DeclaringType))
            DescribeChange(schema, Nullable.GetUnderlyingType(type));
        else if (type == typeof(JsonElement?))
            schema.Type = JsonSchemaType.Object | JsonSchemaType.Null;

        // Answers may get more members later; requests may not have members that we do not know.
        if (type.Name.EndsWith("Body", StringComparison.Ordinal) || type.IsGenericType)
            schema.AdditionalPropertiesAllowed = true;
        if (context.JsonPropertyInfo is null && ExampleOf(type) is { } example)
            schema.Examples = [JsonNode.Parse(example)!];
        return Task.CompletedTask;
    }

    private static bool IsText(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var given
        && (given == typeof(string) || given == typeof(ExactText) || given == typeof(DateTimeOffset));

    /// <summary>The generator does not see the type behind the converter that refuses null.</summary>
    private static void DescribeChange(OpenApiSchema schema, Type? given)
    {
        schema.Type = given == typeof(bool) ? JsonSchemaType.Boolean : JsonSchemaType.Integer;
        if (given == typeof(int)) schema.Format = "int32";
    }

    private static JsonSchemaType NullOf(OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo is { IsGetNullable: true } or { PropertyType.IsGenericType: true }
        && !PartialChanges.Is(context.JsonPropertyInfo.DeclaringType)
            ? JsonSchemaType.Null
            : 0;

    private static string? ExampleOf(Type type) => type.Name switch
    {
        nameof(Credentials) => """{ "email": "fan@example.org", "password": "correct horse battery" }""",
        nameof(ConcertRequest) => """{ "title": "First Night", "venue": "Town Hall" }""",
        nameof(ScheduleRequest) =>
            """
            {
              "startsAt": "2050-05-14T19:30:00Z", "opensAt": "2026-01-01T00:00:00Z",
              "timeZone": "Asia/Seoul", "currency": "KRW",
              "holdSeconds": 180, "seatsPerFan": 4, "prices": { "Stalls": 4000 }, "queue": { "enabled": false },
              "plan": {
                "name": "Town Hall", "size": { "width": 100, "height": 100 },
                "categories": [{ "name": "Stalls", "color": "#aa2222" }],
                "zones": [{ "name": "Hall", "position": { "x": 0, "y": 0 }, "rows": [{
                  "row_number": "A", "position": { "x": 0, "y": 50 }, "seats": [
                    { "seat_guid": "A-1", "seat_number": "1", "category": "Stalls", "position": { "x": 25, "y": 0 } },
                    { "seat_guid": "A-2", "seat_number": "2", "category": "Stalls", "position": { "x": 50, "y": 0 } }
                  ]
                }] }]
              }
            }
            """,
        nameof(ChargeRequest) => """{ "amount": 500000 }""",
        nameof(ReserveRequest) =>
            """{ "scheduleId": "0196f3c2-5b1e-7c3a-9d52-1f0c2b7a4e11", "category": "Stalls", "quantity": 2 }""",
        _ => null,
    };
}

/// <summary>The bounds of request bodies, from the constants that the checks use.</summary>
internal static class SchemaBounds
{
    private static readonly FrozenDictionary<(Type, string), Action<OpenApiSchema>> Bounds =
        new Dictionary<(Type, string), Action<OpenApiSchema>>
        {
            [(typeof(Credentials), "email")] = Length(3, EmailAddress.MaxLength),
            [(typeof(Credentials), "password")] =
                Length(CredentialRules.MinPasswordLength, CredentialRules.MaxPasswordLength),
            [(typeof(ChargeRequest), "amount")] = Range(1, Limits.MaxChargeAmount),
            [(typeof(ChargeRequest), "currency")] = Length(3, 3),
            [(typeof(ReserveRequest), "seats")] = Items(1, Limits.SeatsPerReservation),
            [(typeof(ReserveRequest), "seatIndexes")] = Items(1, Limits.SeatsPerReservation),
            [(typeof(ReserveRequest), "category")] = Length(1, Limits.MaxNameLength),
            [(typeof(ReserveRequest), "quantity")] = Range(1, Limits.SeatsPerReservation),
            [(typeof(SeatList), "seats")] = Items(1, SeatList.MaxSeats),
            [(typeof(BlockRequest), "seats")] = Items(1, SeatList.MaxSeats),
            [(typeof(ConcertRequest), "title")] = Length(1, Limits.MaxNameLength),
            [(typeof(ConcertRequest), "venue")] = Length(1, Limits.MaxNameLength),
            [(typeof(ConcertRequest), "description")] = Length(0, CatalogRules.MaxDescriptionLength),
            [(typeof(ScheduleRequest), "holdSeconds")] = Range(Limits.MinHoldSeconds, Limits.MaxHoldSeconds),
            [(typeof(ScheduleRequest), "seatsPerFan")] = Range(1, Limits.MaxSeatsPerFan),
            [(typeof(ScheduleRequest), "timeZone")] = Length(1, Limits.MaxNameLength),
            [(typeof(ScheduleRequest), "currency")] = Length(3, 3),
            [(typeof(ScheduleRequest), "renewals")] = Range(0, HoldLimits.MaxRenewals),
            [(typeof(ScheduleRequest), "admissions")] = Items(0, AdmissionRules.MaxAdmissions),
            [(typeof(AdmissionRequest), "category")] = Length(1, Limits.MaxNameLength),
            [(typeof(AdmissionRequest), "capacity")] = Range(1, AdmissionRules.MaxCapacity),
            [(typeof(AdmissionRequest), "price")] = Range(0, Limits.MaxSeatPrice),
            [(typeof(QueueRequest), "maxActive")] = Range(1, Limits.MaxActiveFans),
            [(typeof(QueueRequest), "pacePerSecond")] = Range(0, Limits.MaxPacePerSecond),
            [(typeof(QueueRequest), "claimSeconds")] = Range(Limits.MinClaimSeconds, Limits.MaxClaimSeconds),
            [(typeof(QueueRequest), "moreTimes")] = Range(0, QueueLimits.MaxMoreTimes),
            [(typeof(QueueRequest), "activeSeconds")] = Range(Limits.MinActiveSeconds, Limits.MaxActiveSeconds),
            [(typeof(QueueChangeRequest), "maxActive")] = Range(1, Limits.MaxActiveFans),
            [(typeof(QueueChangeRequest), "pacePerSecond")] = Range(0, Limits.MaxPacePerSecond),
            [(typeof(QueueChangeRequest), "claimSeconds")] = Range(Limits.MinClaimSeconds, Limits.MaxClaimSeconds),
            [(typeof(QueueChangeRequest), "moreTimes")] = Range(0, QueueLimits.MaxMoreTimes),
            [(typeof(QueueChangeRequest), "activeSeconds")] = Range(Limits.MinActiveSeconds, Limits.MaxActiveSeconds),
            [(typeof(ScheduleChange), "holdSeconds")] = Range(Limits.MinHoldSeconds, Limits.MaxHoldSeconds),
            [(typeof(ScheduleChange), "timeZone")] = Length(1, Limits.MaxNameLength),
            [(typeof(ScheduleChange), "seatsPerFan")] = Range(1, Limits.MaxSeatsPerFan),
            [(typeof(ScheduleChange), "renewals")] = Range(0, HoldLimits.MaxRenewals),
            [(typeof(PaymentRequest), "couponCode")] = Length(1, Limits.MaxCouponCodeLength),
            [(typeof(CouponRequest), "value")] = Range(1, Limits.MaxChargeAmount),
            [(typeof(CouponRequest), "totalUses")] = Range(1, Limits.MaxCouponUses),
            [(typeof(CouponRequest), "usesPerFan")] = Range(1, Limits.MaxCouponUses),
            [(typeof(CouponRequest), "minimumAmount")] = Range(0, Limits.MaxBalance),
            [(typeof(CouponRequest), "currency")] = Length(3, 3),
            [(typeof(CheckInRequest), "code")] = Length(1, TicketCodes.MaxLength),
            [(typeof(CheckInRequest), "gate")] = Length(1, Limits.MaxNameLength),
            [(typeof(UndoCheckInRequest), "code")] = Length(1, TicketCodes.MaxLength),
            [(typeof(UndoCheckInRequest), "gate")] = Length(1, Limits.MaxNameLength),
            [(typeof(UndoCheckInRequest), "reason")] = Length(1, Limits.MaxNameLength),
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

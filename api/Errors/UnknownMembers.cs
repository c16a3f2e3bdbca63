using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Ticketing.Api;

/// <summary>Explains a member that a body does not have; where people expect it, the answer names the way.</summary>
internal static partial class UnknownMembers
{
    private const string NoSuchMember = "is no member of this request";

    private const string NewDate = "is not offered yet. Put another date on sale with POST "
        + "/operator/concerts/{id}/schedules, and take the seats of this one off sale with POST "
        + "/operator/schedules/{id}/blocked-seats.";

    private const string NewConcert =
        "Changing a concert is not offered yet. Offer another one with POST /operator/concerts.";

    private const string Queue = "Change the queue with PATCH /operator/schedules/{id}/queue.";
    private const string Terms = "Change the terms of the sale with PATCH /operator/schedules/{id}.";
    private const string LaterQueue = "Set it when the schedule exists, with PATCH /operator/schedules/{id}/queue.";
    private const string Dates = "Add dates to a concert with POST /operator/concerts/{id}/schedules.";
    private const string Fixed = "The server sets it, and it never changes. Leave it out.";

    private static readonly FrozenDictionary<(string Body, string Member), string> Ways =
        new Dictionary<(string, string), string>
        {
            [(nameof(ScheduleChange), "startsAt")] = $"Changing when an event starts {NewDate}",
            [(nameof(ScheduleChange), "prices")] = $"Changing prices {NewDate}",
            [(nameof(ScheduleChange), "categories")] = $"Changing categories {NewDate}",
            [(nameof(ScheduleChange), "admissions")] = $"Changing general admission {NewDate}",
            [(nameof(ScheduleChange), "currency")] = $"Changing the currency {NewDate}",
            [(nameof(ScheduleChange), "plan")] = $"Changing the seating plan {NewDate}",
            [(nameof(ScheduleChange), "seats")] =
                "Take single seats off sale with POST /operator/schedules/{id}/blocked-seats.",
            [(nameof(ScheduleChange), "title")] = NewConcert,
            [(nameof(ScheduleChange), "venue")] = NewConcert,
            [(nameof(ScheduleChange), "description")] = NewConcert,
            [(nameof(ScheduleChange), "queue")] = Queue,
            [(nameof(ScheduleChange), "id")] = Fixed,
            [(nameof(ScheduleChange), "concertId")] = Fixed,
            [(nameof(ScheduleChange), "seatCount")] = Fixed,
            [(nameof(QueueChangeRequest), "settings")] =
                "Send the settings themselves, without this member around them: {\"maxActive\": 5}.",
            [(nameof(QueueChangeRequest), "queue")] =
                "Send the settings themselves, without this member around them: {\"maxActive\": 5}.",
            [(nameof(QueueChangeRequest), "opensAt")] = Terms,
            [(nameof(QueueChangeRequest), "holdSeconds")] = Terms,
            [(nameof(QueueChangeRequest), "seatsPerFan")] = Terms,
            [(nameof(QueueChangeRequest), "renewals")] = Terms,
            [(nameof(QueueChangeRequest), "startsAt")] = $"Changing when an event starts {NewDate}",
            [(nameof(QueueChangeRequest), "scheduleId")] = Fixed,
            [(nameof(QueueRequest), "paused")] = LaterQueue,
            [(nameof(QueueRequest), "draining")] = LaterQueue,
            [(nameof(ConcertRequest), "schedules")] = Dates,
            [(nameof(ConcertRequest), "startsAt")] = Dates,
            [(nameof(CouponRequest), "code")] = "The address has the code: PUT /operator/coupons/{code}.",
            [(nameof(CouponRequest), "used")] = "The server counts the uses. Leave it out.",
        }.ToFrozenDictionary();

    /// <param name="message">The serializer's, which names the member and the type.</param>
    public static string Explain(string message) =>
        Names().Match(message) is { Success: true } found
        && WayOf(found.Groups["body"].Value, found.Groups["member"].Value) is { } way
            ? $"{NoSuchMember}: {way.TrimEnd('.')}"
            : NoSuchMember;

    private static string? WayOf(string body, string member) =>
        Ways.GetValueOrDefault((body, member)) ?? QueueSetting(body, member);

    private static string? QueueSetting(string body, string member) =>
        body is nameof(ScheduleChange) && typeof(QueueChangeRequest).GetProperties().Any(
            setting => setting.Name.Equals(member, StringComparison.OrdinalIgnoreCase))
            ? Queue
            : null;

    [GeneratedRegex(@"'(?<member>[^']*)' .*'(?:[\w.]*\.)?(?<body>\w+)'")]
    private static partial Regex Names();
}

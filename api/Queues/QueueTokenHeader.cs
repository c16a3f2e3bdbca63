using System.Security.Claims;
using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>The header by which a fan shows a queue token with a reservation.</summary>
internal static class QueueTokenHeader
{
    public const string Name = "Queue-Token";

    /// <summary>
    /// Whether the header is absent (no place), or holds a token of this fan and this schedule; else
    /// <paramref name="problem"/> says what is wrong with it.
    /// </summary>
    public static bool TryRead(
        HttpRequest request, QueueTokens tokens, ClaimsPrincipal user, Guid scheduleId,
        out QueuePlace? place, out Problem problem)
    {
        place = null;
        problem = Problems.QueueTokenInvalid.Occurs();
        var values = request.Headers[Name];
        if (values.Count == 0)
            return true;
        if (values.Count > 1 || values[0] is not { } text || tokens.Read(text) is not { } ticket)
            return false;
        problem = Problems.QueueTokenForeign.Occurs();
        place = ticket.Place;
        return ticket.ScheduleId == scheduleId && ticket.Place.UserId == user.Id();
    }
}

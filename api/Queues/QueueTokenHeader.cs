using System.Security.Claims;
using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>The header by which a fan shows a queue token with a reservation.</summary>
internal static class QueueTokenHeader
{
    public const string Name = "Queue-Token";

    /// <summary>
    /// The place of this fan in this schedule; null when the header is absent, or has the <paramref name="fault"/>. Not
    /// refused here: a request that was granted once keeps its answer, and not every schedule has a queue.
    /// </summary>
    public static QueuePlace? Read(
        HttpRequest request, QueueTokens tokens, ClaimsPrincipal user, Guid scheduleId, out Problem? fault)
    {
        fault = null;
        var values = request.Headers[Name];
        if (values.Count == 0)
            return null;
        fault = Problems.QueueTokenInvalid.Occurs();
        if (values.Count > 1 || values[0] is not { } text || tokens.Read(text) is not { } ticket)
            return null;
        fault = Problems.QueueTokenForeign.Occurs();
        if (ticket.ScheduleId != scheduleId || ticket.Place.UserId != user.Id())
            return null;
        fault = null;
        return ticket.Place;
    }
}

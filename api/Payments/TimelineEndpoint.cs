using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class TimelineEndpoint
{
    /// <summary>For the owner and for operators; for any other caller there is no such reservation.</summary>
    public static async Task<Results<Ok<TimelineBody>, Problem>> GetAsync(
        Guid id, HttpContext context, ClaimsPrincipal user, IAuthorizationService rules, OrderReads reads,
        SalesOptions sales, CancellationToken cancellation) =>
        await reads.FindTimelineAsync(id, cancellation) is { } timeline
        && (timeline.UserId == user.Id()
            || (await rules.AuthorizeAsync(user, context, AccountServices.OperatorPolicy)).Succeeded)
            ? TypedResults.Ok(TimelineBody.Of(id, timeline, sales))
            : Problems.NotFound.Occurs();
}

/// <summary>The attempts to pay for a reservation.</summary>
/// <param name="Orders">The newest 20, newest first; empty when there was no attempt.</param>
public sealed record TimelineBody(Guid ReservationId, IReadOnlyList<OrderBody> Orders)
{
    internal static TimelineBody Of(Guid reservationId, Timeline timeline, SalesOptions sales) =>
        new(reservationId, [.. timeline.Orders.Select(order => OrderBody.Of(order, sales))]);
}

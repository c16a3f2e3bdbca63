using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Reads;

namespace Ticketing.Api;

internal static class TimelineEndpoint
{
    /// <summary>To its owner and to operators; to anybody else there is no such reservation.</summary>
    public static async Task<Results<Ok<TimelineBody>, Problem>> GetAsync(
        Guid id, HttpContext context, ClaimsPrincipal user, IAuthorizationService rules, OrderReads reads,
        CancellationToken cancellation) =>
        await reads.FindTimelineAsync(id, cancellation) is { } timeline
        && (timeline.UserId == user.Id()
            || (await rules.AuthorizeAsync(user, context, AccountServices.OperatorPolicy)).Succeeded)
            ? TypedResults.Ok(TimelineBody.Of(id, timeline))
            : Problems.NotFound.Occurs();
}

using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Ticketing.Accounts;

namespace Ticketing.Api;

/// <summary>
/// Looks whether the account of an operator's token is an operator's still, and has the same password still; what was
/// read is good for a few seconds. Tokens that were never an operator's are refused without a look.
/// </summary>
internal sealed class OperatorCheck(AccountStore accounts, TimeProvider time)
    : AuthorizationHandler<OperatorRequirement>
{
    public const int MaxAgeSeconds = 3;

    private const int MaxAccounts = 1_000;

    private readonly ConcurrentDictionary<Guid, OperatorStanding> standings = new();

    protected override async Task HandleRequirementAsync(
        AuthorizationHandlerContext context, OperatorRequirement requirement)
    {
        var user = context.User;
        if (!user.IsInRole(Users.OperatorRole) || user.FindId() is not { } id)
            return;
        var aborted = (context.Resource as HttpContext)?.RequestAborted ?? CancellationToken.None;
        if (await StampAsync(id, aborted) is { } stamp && stamp == user.FindFirstValue(OperatorStamp.ClaimType))
            context.Succeed(requirement);
    }

    private async Task<string?> StampAsync(Guid id, CancellationToken cancellation)
    {
        if (standings.TryGetValue(id, out var known)
            && time.GetElapsedTime(known.ReadAt) < TimeSpan.FromSeconds(MaxAgeSeconds))
        {
            return known.Stamp;
        }

        var readAt = time.GetTimestamp();
        var account = await accounts.FindAsync(id, cancellation);
        var stamp = account is { IsOperator: true } ? OperatorStamp.Of(account) : null;
        if (standings.Count >= MaxAccounts)
            standings.Clear();
        standings[id] = new OperatorStanding(stamp, readAt);
        return stamp;
    }
}

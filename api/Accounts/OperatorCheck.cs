using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// Checks that the account of an operator's token still is an operator's and still has the same password. A reading of
/// the account is reused for <see cref="MaxAgeSeconds"/> seconds. A token without the role is refused unread.
/// </summary>
internal sealed class OperatorCheck(AccountStore accounts, TimeProvider time)
    : AuthorizationHandler<OperatorRequirement>
{
    public const int MaxAgeSeconds = 3;

    private const int MaxAccounts = 1_000;

    private readonly ConcurrentDictionary<Guid, KnownOperator> standings = new();

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
        standings[id] = new KnownOperator(stamp, readAt);
        return stamp;
    }
}

/// <summary>The caller is an operator now, not only when the token was issued.</summary>
internal sealed record OperatorRequirement : IAuthorizationRequirement;

/// <summary>
/// A digest that an operator's token and account must have in common; another password gives another one. A digest of
/// the salted hash reveals nothing about the password.
/// </summary>
internal static class OperatorStamp
{
    public const string ClaimType = "stamp";

    public static string Of(Account account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account.PasswordHash)));
}

/// <summary>The last reading of an operator's account.</summary>
/// <param name="Stamp">Null when the account is not an operator's.</param>
/// <param name="ReadAt">Timestamp of the process' clock.</param>
internal readonly record struct KnownOperator(string? Stamp, long ReadAt);

using System.Security.Claims;

namespace Ticketing.Api;

/// <summary>
/// Ids of what operators make under an Idempotency-Key, so that a repeat finds it; null without one: a new id then.
/// </summary>
internal static class OperatorIds
{
    public static Guid? Concert(ClaimsPrincipal user, HttpRequest request) => Of("concert", user, request);

    public static Guid? Schedule(ClaimsPrincipal user, HttpRequest request) => Of("schedule", user, request);

    private static Guid? Of(string kind, ClaimsPrincipal user, HttpRequest request) =>
        IdempotencyKey.Read(request, out _) is { } key ? DerivedId.Of(user.Id(), $"{kind}:{key}") : null;
}

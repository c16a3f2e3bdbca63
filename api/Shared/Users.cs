using System.Security.Claims;

namespace Ticketing.Api;

internal static class Users
{
    public const string OperatorRole = "operator";

    /// <summary>The id of the account that the token was issued to.</summary>
    public static Guid Id(this ClaimsPrincipal user) => user.FindId()
        ?? throw new InvalidOperationException("An endpoint that needs a user was reached by nobody.");

    public static Guid? FindId(this ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(ClaimTypes.NameIdentifier), "D", out var id) ? id : null;
}

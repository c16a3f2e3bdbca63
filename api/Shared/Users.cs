using System.Security.Claims;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class Users
{
    public const string OperatorRole = "operator";

    /// <summary>The claims about an account in its token or cookie.</summary>
    public static ClaimsIdentity IdentityOf(Account account, string scheme)
    {
        var identity = new ClaimsIdentity(scheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, account.Id.ToString("D")));
        if (account.IsOperator)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, OperatorRole));
            identity.AddClaim(new Claim(OperatorStamp.ClaimType, OperatorStamp.Of(account)));
        }

        return identity;
    }

    /// <summary>The id of the account that the token was issued to.</summary>
    public static Guid Id(this ClaimsPrincipal user) => user.FindId()
        ?? throw new InvalidOperationException("An endpoint that needs a user was reached without one.");

    public static Guid? FindId(this ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(ClaimTypes.NameIdentifier), "D", out var id) ? id : null;
}

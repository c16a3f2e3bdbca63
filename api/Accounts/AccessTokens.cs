using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using Ticketing.Accounts;

namespace Ticketing.Api;

/// <summary>
/// Issues the tokens that ASP.NET's bearer scheme reads. Not through its sign-in, which would also hand out a refresh
/// token that nothing here takes.
/// </summary>
internal sealed class AccessTokens(
    IOptionsMonitor<BearerTokenOptions> bearer, IOptions<ApiOptions> options, TimeProvider time)
{
    private const string Scheme = BearerTokenDefaults.AuthenticationScheme;

    public SessionBody Issue(Account account)
    {
        var identity = Users.IdentityOf(account, Scheme);
        var seconds = options.Value.AccessTokenSeconds;
        var properties = new AuthenticationProperties { ExpiresUtc = time.GetUtcNow().AddSeconds(seconds) };
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), properties, $"{Scheme}:AccessToken");
        return new SessionBody(bearer.Get(Scheme).BearerTokenProtector.Protect(ticket), "Bearer", seconds);
    }
}

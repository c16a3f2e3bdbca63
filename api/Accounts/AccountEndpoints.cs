using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/").WithTags("Accounts").Is(WorkKind.Password);
        accounts.MapPost("/accounts", SignUp)
            .WithSummary("Sign up")
            .Answers(Problems.EmailTaken);
        accounts.MapPost("/sessions", SignIn)
            .WithSummary("Sign in; returns a token to send as 'Authorization: Bearer ...'")
            .Answers(Problems.WrongCredentials, Problems.SignInsMustWait);
        var session = api.MapGroup("/session").WithTags("Accounts").ForOwnPages();
        session.MapPut("/", BeginSession).Is(WorkKind.Password)
            .WithSummary("Sign this browser in: sets a cookie that no script can read; for this site's own pages")
            .Answers(Problems.WrongCredentials, Problems.SignInsMustWait, Problems.CrossSiteRequest);
        session.MapGet("/", (Delegate)ReadSession)
            .WithSummary("The account that this browser is signed in to");
        session.MapDelete("/", (Delegate)EndSession).Changes()
            .WithSummary("Sign this browser out")
            .Answers(Problems.CrossSiteRequest);
    }

    private static async Task<Results<Created<AccountBody>, Problem>> SignUp(
        Credentials credentials, AccountStore store, Passwords passwords, CancellationToken cancellation)
    {
        if (CredentialRules.Check(credentials) is { Any: true } errors)
            return errors.ToProblem();
        var email = CredentialRules.Normalise(credentials.Email);
        var account = await store.CreateAsync(email, passwords.Hash(credentials.Password.Value), cancellation);
        return account is null
            ? Problems.EmailTaken.Occurs()
            : TypedResults.Created((string?)null, new AccountBody(account.Id, account.Email));
    }

    private static async Task<Results<Ok<SessionBody>, Problem>> SignIn(
        Credentials credentials, HttpContext http, SignIns signIns, AccessTokens tokens)
    {
        var (account, refusal) = await CheckAsync(credentials, http, signIns);
        return account is null ? refusal! : TypedResults.Ok(tokens.Issue(account));
    }

    private static async Task<Results<Ok<BrowserSessionBody>, Problem>> BeginSession(
        Credentials credentials, HttpContext http, SignIns signIns)
    {
        var (account, refusal) = await CheckAsync(credentials, http, signIns);
        return account is null ? refusal! : TypedResults.Ok(await BrowserSessions.BeginAsync(http, account));
    }

    private static async Task<Ok<BrowserSessionBody>> ReadSession(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await BrowserSessions.ReadAsync(http));
    }

    private static async Task<NoContent> EndSession(HttpContext http)
    {
        await http.SignOutAsync(BrowserSessions.Scheme);
        return TypedResults.NoContent();
    }

    /// <summary>Exactly one of the two is null.</summary>
    private static async Task<(Account? Account, Problem? Refusal)> CheckAsync(
        Credentials credentials, HttpContext http, SignIns signIns)
    {
        if (CredentialRules.CheckKnown(credentials) is { Any: true } errors)
            return (null, errors.ToProblem());
        var answer = await signIns.TryAsync(credentials, http);
        if (answer.WaitSeconds > 0)
            return (null, Problems.SignInsMustWait.Occurs().RetryAfter(answer.WaitSeconds));
        return answer.Account is { } account ? (account, null) : (null, Problems.WrongCredentials.Occurs());
    }
}

/// <summary>An account.</summary>
public sealed record AccountBody(Guid Id, string Email);

/// <summary>The email and password of an account.</summary>
/// <param name="Email">At most 254 characters, international ones too; upper and lower case are the same.</param>
/// <param name="Password">
/// 8 to 128 characters of Unicode (code points), as RFC 8265 has them: nothing is trimmed, and the same password from
/// another keyboard is the same.
/// </param>
public sealed record Credentials(string Email, ExactText Password);

/// <summary>A session.</summary>
/// <param name="AccessToken">Send it as <c>Authorization: Bearer ...</c>.</param>
/// <param name="ExpiresIn">Seconds until the token is refused.</param>
public sealed record SessionBody(string AccessToken, string TokenType, int ExpiresIn);

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
            .Answers(Problems.WrongCredentials);
    }

    private static async Task<Results<Created<AccountBody>, Problem>> SignUp(
        Credentials credentials, AccountStore store, Passwords passwords, CancellationToken cancellation)
    {
        if (CredentialRules.Check(credentials) is { Any: true } errors)
            return errors.ToProblem();
        var email = CredentialRules.Normalise(credentials.Email);
        var account = await store.CreateAsync(email, passwords.Hash(credentials.Password), cancellation);
        return account is null
            ? Problems.EmailTaken.Occurs()
            : TypedResults.Created((string?)null, new AccountBody(account.Id, account.Email));
    }

    private static async Task<Results<Ok<SessionBody>, Problem>> SignIn(
        Credentials credentials,
        AccountStore store,
        Passwords passwords,
        AccessTokens tokens,
        CancellationToken cancellation)
    {
        if (CredentialRules.Check(credentials) is { Any: true } errors)
            return errors.ToProblem();
        var account = await store.FindAsync(CredentialRules.Normalise(credentials.Email), cancellation);
        return passwords.Matches(account, credentials.Password)
            ? TypedResults.Ok(tokens.Issue(account!))
            : Problems.WrongCredentials.Occurs();
    }
}

/// <summary>An account.</summary>
public sealed record AccountBody(Guid Id, string Email);

/// <summary>The email and password of an account.</summary>
/// <param name="Email">ASCII, at most 254 characters; upper and lower case are the same.</param>
/// <param name="Password">8 to 128 characters.</param>
public sealed record Credentials(string Email, string Password);

/// <summary>A session.</summary>
/// <param name="AccessToken">Send it as <c>Authorization: Bearer ...</c>.</param>
/// <param name="ExpiresIn">Seconds until the token is refused.</param>
public sealed record SessionBody(string AccessToken, string TokenType, int ExpiresIn);

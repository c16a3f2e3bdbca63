namespace Ticketing.Api;

/// <summary>A session.</summary>
/// <param name="AccessToken">Send it as <c>Authorization: Bearer ...</c>.</param>
/// <param name="ExpiresIn">Seconds until the token is refused.</param>
public sealed record SessionBody(string AccessToken, string TokenType, int ExpiresIn);

namespace Ticketing.Api;

/// <summary>Who somebody is.</summary>
/// <param name="Email">ASCII, at most 254 characters; upper and lower case are the same.</param>
/// <param name="Password">8 to 128 characters.</param>
public sealed record Credentials(string Email, string Password);

namespace Ticketing.Api;

/// <summary>
/// The operators' accounts, a list; configuration section <c>Ticketing:Operators</c>. Who is not in it any more is no
/// operator from the next start of an api process on.
/// </summary>
public sealed class OperatorOptions
{
    public const string Section = "Ticketing:Operators";

    /// <summary>What the operator signs in with, in any case of letters.</summary>
    public string Email { get; set; } = "";

    /// <summary>8 to 128 characters. Another one ends the sessions that the old one began.</summary>
    public string Password { get; set; } = "";
}

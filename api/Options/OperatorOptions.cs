namespace Ticketing.Api;

/// <summary>An operator's account; configuration section <c>Ticketing:Operators</c>, a list.</summary>
public sealed class OperatorOptions
{
    public const string Section = "Ticketing:Operators";

    public string Email { get; set; } = "";

    public string Password { get; set; } = "";
}

using System.ComponentModel.DataAnnotations;

namespace Ticketing.Tickets;

/// <summary>The keys that sign tickets; configuration section <c>Ticketing:Tickets</c>.</summary>
public sealed class TicketOptions : IValidatableObject
{
    public const string Section = "Ticketing:Tickets";
    private const int MaxKeys = 2;

    /// <summary>
    /// One or two private keys on the curve P-256, each in PEM or as base64 of PKCS #8 or SEC 1; the same in every
    /// process. The first signs, both are accepted. To rotate: add the new key as the second everywhere, then make it
    /// the first everywhere, then remove the old one when no event with tickets signed by it is still in flight.
    /// </summary>
    public string[] SigningKeys { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKeys.Length is < 1 or > MaxKeys || !AreDifferentKeys())
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(SigningKeys)} must hold one or two private keys on the curve P-256, in PEM or as "
                + "base64 of PKCS #8 or SEC 1 (for example the output of: openssl genpkey -algorithm EC -pkeyopt "
                + "ec_paramgen_curve:P-256 -outform DER | base64 -w 0), the same in every process.");
        }
    }

    private bool AreDifferentKeys()
    {
        var keys = SigningKeys.Select(TicketKey.Read).ToArray();
        return keys.All(key => key is not null) && keys.Select(key => key!.Id).Distinct().Count() == keys.Length;
    }
}

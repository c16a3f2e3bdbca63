using System.ComponentModel.DataAnnotations;

namespace Ticketing.Tickets;

/// <summary>How tickets are signed; configuration section <c>Ticketing:Tickets</c>.</summary>
public sealed class TicketOptions : IValidatableObject
{
    public const string Section = "Ticketing:Tickets";
    private const int MaxKeys = 2;

    /// <summary>
    /// One or two private keys on the curve P-256, each in PEM or as base64 of PKCS #8; the same in every process. The
    /// first signs, both are accepted. To rotate: put the new one second everywhere, then first everywhere, then drop
    /// the old one when no event with tickets of it is still to come.
    /// </summary>
    public string[] SigningKeys { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKeys.Length is < 1 or > MaxKeys || !AreDifferentKeys())
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(SigningKeys)} must hold one or two private keys on the curve P-256, in PEM or as "
                + "base64 of PKCS #8 (for example the output of: openssl genpkey -algorithm EC -pkeyopt "
                + "ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -nocrypt -outform DER | base64 -w 0), the same in "
                + "every process.");
        }
    }

    private bool AreDifferentKeys()
    {
        var keys = SigningKeys.Select(TicketKey.Read).ToArray();
        return keys.All(key => key is not null) && keys.Select(key => key!.Id).Distinct().Count() == keys.Length;
    }
}

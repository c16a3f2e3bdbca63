using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api;

/// <summary>How queue tokens are signed; configuration section <c>Ticketing:Queue</c>.</summary>
public sealed class QueueOptions : IValidatableObject
{
    public const string Section = "Ticketing:Queue";
    private const int MinKeyBytes = 32;
    private const int MaxKeys = 2;

    /// <summary>
    /// One or two secrets, base64, each of at least 32 bytes; the same in every process. The first signs, both are
    /// accepted. To rotate: add the new one second in every process, then put it first in every process, then remove
    /// the old one when no running sale has tokens that it signed.
    /// </summary>
    public string[] TokenKeys { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TokenKeys.Length is < 1 or > MaxKeys || !TokenKeys.All(IsKey))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(TokenKeys)} must hold one or two secrets of at least {MinKeyBytes} bytes in base64 "
                + "(for example the output of: openssl rand -base64 32), the same in every process.");
        }
    }

    private static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) && count >= MinKeyBytes;
    }
}

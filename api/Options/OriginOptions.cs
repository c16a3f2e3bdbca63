using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api;

/// <summary>
/// The web pages of other origins that may call the API from a browser (CORS). Without origins, the default, only pages
/// of the API's own origin may.
/// </summary>
public sealed class OriginOptions : IValidatableObject
{
    /// <summary>
    /// Origins as browsers send them: scheme, host, and the port unless it is the default, as in
    /// <c>https://tickets.example.org</c>. No path, no slash at the end, no <c>*</c>.
    /// </summary>
    public string[] Origins { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from origin in Origins
        where !IsOrigin(origin)
        select new ValidationResult(
            $"{ApiOptions.Section}:Cors:{nameof(Origins)} has '{origin}', which no browser sends as an origin. Give "
            + "scheme, host and port only, in lower case, as in https://tickets.example.org.");

    /// <summary>Browsers compare the text, so only the one form that they send is of use.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && text == $"{address.Scheme}://{address.IdnHost}{(address.IsDefaultPort ? "" : $":{address.Port}")}";
}

using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace Ticketing.Api;

/// <summary>
/// The page at <c>/docs</c>, on which people read and try the API. Scalar's defaults load fonts, an assistant and usage
/// statistics from its own site; they are switched off here, and the content security policy makes a browser refuse
/// every request to another origin.
/// </summary>
internal static class ReferencePage
{
    private const string Address = "/docs";
    private const int NonceBytes = 16;

    public static void MapReferencePage(this IEndpointRouteBuilder site) =>
        site.MapScalarApiReference(Address, (page, http) =>
        {
            page.Title = "OrleansTicketing API";
            page.DefaultFonts = false;
            page.Telemetry = false;
            page.HideClientButton = true; // it leads to Scalar's own site
            page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            page.DisableAgent().DisableMcp();
            page.AddDocument(OpenApiSetup.DocumentName);
            page.AddPreferredSecuritySchemes(OpenApiSetup.SecurityScheme);
            page.Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));
            http.Response.Headers[HeaderNames.ContentSecurityPolicy] =
                $"default-src 'self'; script-src 'self' 'nonce-{page.Nonce}'; style-src 'self' 'unsafe-inline'; "
                + "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'";
        });
}

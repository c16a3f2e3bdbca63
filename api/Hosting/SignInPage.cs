using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace Ticketing.Api;

/// <summary>A page with the sign-in form or, for an operator who is signed in, the sign-out button.</summary>
internal sealed class SignInPage(AntiforgeryTokenSet tokens) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    public string? Complaint { get; init; }

    public string? SignedInAs { get; init; }

    public string SignOutAddress { get; init; } = "";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'";
        return response.WriteAsync(Html(), httpContext.RequestAborted);
    }

    private string Html() =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Cluster dashboard</title>
          <link rel="stylesheet" href="/site.css">
        </head>
        <body>
        <main>
          <h1>Cluster dashboard</h1>
          {(SignedInAs is { } email ? SignedIn(email) : Form())}
        </main>
        </body>
        </html>
        """;

    private string Form() =>
        $"""
        <p role="alert">{Encode(Complaint)}</p>
          <form method="post" action="{DashboardSignIn.Address}">
            {Token()}
            <p><label>Email<br><input name="email" type="email" autocomplete="username" required autofocus></label></p>
            <p><label>Password<br>
              <input name="password" type="password" autocomplete="current-password" required></label></p>
            <p><button>Sign in</button></p>
          </form>
          <p>For operators only.</p>
        """;

    private string SignedIn(string email) =>
        $"""
        <p>Signed in as {Encode(email)}. <a href="{ClusterDashboard.Root}/">To the dashboard</a></p>
          <form method="post" action="{SignOutAddress}">
            {Token()}
            <p><button>Sign out</button></p>
          </form>
        """;

    private string Token() =>
        $"""<input type="hidden" name="{tokens.FormFieldName}" value="{Encode(tokens.RequestToken)}">""";

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}

/// <summary>303: after a form was sent, the browser reads another page.</summary>
internal sealed class SeeOther(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}

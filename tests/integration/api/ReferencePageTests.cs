using System.Net;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed partial class ReferencePageTests(ApiFixture fixture)
{
    private readonly HttpClient http = fixture.Server.Http;

    [Fact]
    public async Task The_page_to_try_the_API_loads_nothing_from_another_origin()
    {
        using var answer = await http.GetAsync("/docs/");
        var page = await answer.Content.ReadAsStringAsync();
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var scripts = Scripts().Matches(page).Select(script => script.Groups[1].Value).ToArray();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var asset = await http.GetAsync($"/docs/{script}");
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
            Assert.Equal("text/javascript", asset.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task The_page_shows_the_document_of_this_server()
    {
        Assert.Contains("\"url\":\"openapi/v1.json\"", await http.GetStringAsync("/docs/"), StringComparison.Ordinal);
    }

    [GeneratedRegex("""<script [^>]*src="([^"]+)""")]
    private static partial Regex Scripts();
}

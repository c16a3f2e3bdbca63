using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Api;

/// <summary>How the pages and their files are served. tests/browser tests the pages themselves.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class PageTests(ApiFixture fixture)
{
    private static readonly string[] Types = ["text/javascript", "text/css", "application/json", "image/svg+xml"];

    private readonly HttpClient http = fixture.Server.Http;

    [Fact]
    public async Task A_page_loads_files_with_fingerprints_that_are_cached_for_ever_and_is_itself_asked_for_each_time()
    {
        using var page = await http.GetAsync("/draw.html");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.True(page.Headers.CacheControl!.NoCache);
        var paths = References().Matches(html).Select(found => found.Groups[1].Value).ToArray();
        Assert.True(paths.Length >= 2, html);
        foreach (var path in paths.Concat(ImportMap(html).Select(entry => entry.Value!.GetValue<string>())))
        {
            using var file = await http.GetAsync(path);
            Assert.True(file.IsSuccessStatusCode, path);
            Assert.Equal("max-age=31536000, immutable", file.Headers.CacheControl!.ToString());
            Assert.Contains(file.Content.Headers.ContentType!.MediaType, Types);
            Assert.Null(file.Headers.ETag);
            Assert.Null(file.Content.Headers.LastModified);
            Assert.Empty(file.Headers.AcceptRanges);
        }
    }

    [Fact]
    public async Task A_file_without_fingerprint_and_a_page_are_not_sent_again_to_a_browser_that_has_them()
    {
        foreach (var path in new[] { "/", "/draw.html", "/site.css", "/js/draw.js", "/sw-files.js" })
        {
            using var first = await http.GetAsync(path);
            Assert.Equal("nosniff", Assert.Single(first.Headers.GetValues("X-Content-Type-Options")));
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var second = await http.SendAsync(request);

            Assert.Equal(200, (int)first.StatusCode);
            Assert.True(first.Headers.CacheControl!.NoCache, path);
            Assert.Equal(304, (int)second.StatusCode);
        }
    }

    [Fact]
    public async Task Pages_and_files_are_compressed_for_a_browser_that_takes_that()
    {
        foreach (var path in new[] { "/draw.html", "/js/draw.js" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
            using var packed = await http.SendAsync(request);
            var plain = await http.GetByteArrayAsync(path);

            Assert.Equal("gzip", Assert.Single(packed.Content.Headers.ContentEncoding));
            Assert.Contains("Accept-Encoding", packed.Headers.Vary);
            var bytes = await packed.Content.ReadAsByteArrayAsync();
            Assert.True(bytes.Length < 0.8 * plain.Length, $"{path}: {bytes.Length} of {plain.Length}");
        }
    }

    [Fact]
    public async Task A_page_names_all_that_its_script_imports()
    {
        var html = await http.GetStringAsync("/draw.html");
        var named = Preload().Matches(html).Select(found => found.Groups[1].Value).ToArray();

        // The page of the draw imports it, and what that imports in turn.
        Assert.Contains(ImportMap(html)["/js/draw.js"]!.GetValue<string>(), named);
        Assert.Contains(ImportMap(html)["/js/page.js"]!.GetValue<string>(), named);
        Assert.Contains(ImportMap(html)["/js/text.js"]!.GetValue<string>(), named);
    }

    [Fact]
    public async Task The_map_of_a_page_has_what_the_page_may_load_and_nothing_else()
    {
        var html = await http.GetStringAsync($"/schedules/{Guid.NewGuid()}");
        var (map, named) = (ImportMap(html), Preload().Matches(html).Select(found => found.Groups[1].Value).ToArray());

        string[] texts = ["/text/en.json", "/text/ko.json", "/text/en/room.json", "/text/ko/room.json"];
        foreach (var path in texts.Append("/js/api.js"))
            Assert.True(map.ContainsKey(path), path);
        foreach (var later in new[] { "/js/live.js", "/js/room/ticker.js" })
            Assert.DoesNotContain(map[later]!.GetValue<string>(), named);
        foreach (var other in new[] { "/js/pages/home.js", "/js/map/canvas.js", "/text/en/seats.json" })
            Assert.False(map.ContainsKey(other), other);
    }

    [Fact]
    public async Task The_policy_of_a_page_allows_this_site_and_the_import_map_only()
    {
        using var page = await http.GetAsync("/draw.html");
        var html = await page.Content.ReadAsStringAsync();
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        var map = Map().Match(html).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map)));

        Assert.Contains($"script-src 'self' 'sha256-{hash}';", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        string[] rules = ["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "connect-src 'self'"];
        foreach (var rule in rules)
            Assert.Contains(rule, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("://", policy, StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotMatch(InlineCode(), html);
    }

    [Fact]
    public async Task The_service_worker_gets_the_list_of_files_of_this_build()
    {
        var script = await http.GetStringAsync("/sw-files.js");
        var list = JsonNode.Parse(script["self.siteFiles = ".Length..].TrimEnd('\n', ';'))!;

        Assert.NotEmpty(list["version"]!.GetValue<string>());
        Assert.NotEmpty(list["files"]!.AsObject());
        foreach (var (_, path) in list["files"]!.AsObject())
            Assert.Equal(200, (int)(await http.GetAsync(path!.GetValue<string>())).StatusCode);
        Assert.Contains("/draw.html", list["pages"]!.AsArray().Select(page => page!.GetValue<string>()));
    }

    [Theory]
    [InlineData("/pages/index.html")]
    [InlineData("/appsettings.json")]
    [InlineData("/js/../appsettings.json")]
    [InlineData("/js/nothing.0000000000.js")]
    [InlineData("/js/draw.000000000.js")]
    [InlineData("/..%2fappsettings.json")]
    public async Task Nothing_else_is_a_file(string path) =>
        Assert.Equal(404, (int)(await http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task A_file_of_another_release_is_replaced_by_the_one_of_this_release_and_not_cached_for_ever()
    {
        using var moved = await http.GetAsync("/js/draw.0000000000.js");
        Assert.Equal(302, (int)moved.StatusCode);
        Assert.Equal("/js/draw.js", moved.Headers.Location!.ToString());
        Assert.NotEqual(true, moved.Headers.CacheControl?.Public);

        using var file = await http.GetAsync(moved.Headers.Location);
        Assert.True(file.Headers.CacheControl!.NoCache);
    }

    private static JsonObject ImportMap(string html) =>
        JsonNode.Parse(Map().Match(html).Groups[1].Value)!["imports"]!.AsObject();

    [GeneratedRegex("""\s(?:href|src)="(/(?:js/|css/|site\.)[^"]+)""")]
    private static partial Regex References();

    [GeneratedRegex("""<link rel="modulepreload" href="([^"]+)">""")]
    private static partial Regex Preload();

    [GeneratedRegex("""<script type="importmap">([^<]+)</script>""")]
    private static partial Regex Map();

    [GeneratedRegex("""\s(on[a-z]+|style)=|<style|<script(?! type="importmap")(?![^>]*\ssrc=)""")]
    private static partial Regex InlineCode();
}

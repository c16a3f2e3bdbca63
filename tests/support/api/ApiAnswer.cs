using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>An answer of the API.</summary>
public sealed record ApiAnswer(int Status, string Text, string? MediaType, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Fails unless the status is the expected one. Returns the body.</summary>
    public JsonNode ShouldBe(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        return Text.Length == 0 ? new JsonObject() : Json;
    }

    /// <summary>Fails unless the problem is the expected one and well formed. Returns it.</summary>
    public JsonNode ShouldBeProblem(int status, string name)
    {
        var problem = ShouldBe(status);
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal($"/problems/{name}", problem["type"]?.GetValue<string>());
        Assert.Equal(status, problem["status"]?.GetValue<int>());
        Assert.False(string.IsNullOrEmpty(problem["title"]?.GetValue<string>()));
        return problem;
    }

    /// <summary>
    /// Fails unless the problem is 400 or 422 and names this field. All messages must speak in one voice: a predicate
    /// without a full stop, whose subject is the field.
    /// </summary>
    public void ShouldBlame(string field)
    {
        Assert.True(Status is 400 or 422, $"Expected 400 or 422, got {Status}: {Text}");
        var fields = Json["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>());
        Assert.Contains(field, fields);
        foreach (var error in Json["errors"]!.AsArray())
            Assert.Matches("^('[^']*' )?(must|is|was|has|holds|names) .*[^.]$", error!["message"]!.GetValue<string>());
    }
}

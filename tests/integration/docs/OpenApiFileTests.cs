using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Ticketing.Tests.Api;

namespace Ticketing.Tests.Docs;

[Collection(ApiCollection.Name)]
public sealed class OpenApiFileTests(ApiFixture fixture)
{
    [Fact]
    public async Task The_file_is_the_document_that_is_served()
    {
        var provider = fixture.Server.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
        var document = await provider.GetOpenApiDocumentAsync();

        var served = await ServedAsync();
        var described = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
        Assert.True(JsonNode.DeepEquals(served, described), served.ToJsonString());
        DocumentFile.ShouldBe(
            "openapi.yaml", await document.SerializeAsYamlAsync(OpenApiSpecVersion.OpenApi3_1) + "\n");
    }

    [Fact]
    public async Task A_reader_of_OpenAPI_3_1_finds_nothing_wrong_with_the_document()
    {
        await using var served = await fixture.Server.Http.GetStreamAsync("/openapi/v1.json");
        var read = await OpenApiDocument.LoadAsync(served, "json", new OpenApiReaderSettings
        {
            RuleSet = ValidationRuleSet.GetDefaultRuleSet(),
        });

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors.Select(error => $"{error}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => $"{warning}"));
    }

    [Fact]
    public async Task Every_reference_leads_to_a_component_and_every_component_is_referred_to()
    {
        var document = await ServedAsync();
        var references = Parts(document)
            .Select(part => (part as JsonObject)?["$ref"])
            .OfType<JsonValue>().Select(reference => reference.GetValue<string>()).ToHashSet();

        Assert.All(references, reference => Assert.NotNull(DocumentedOperation.Target(document, reference)));
        var components = from kind in document["components"]!.AsObject()
                         where kind.Key is not "securitySchemes"
                         from component in kind.Value!.AsObject()
                         select $"#/components/{kind.Key}/{component.Key}";
        Assert.All(components, component => Assert.Contains(component, references));
    }

    [Fact]
    public async Task Problems_headers_and_parameters_that_operations_share_are_described_once()
    {
        var document = await ServedAsync();
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .Select(operation => operation.Value!).ToArray();
        var responses = operations.SelectMany(operation => operation["responses"]!.AsObject()).ToArray();
        var problems = responses.Where(response => response.Key[0] is '3' or '4' or '5').Select(one => one.Value!);
        var headers = responses.SelectMany(response => Members(response.Value!["headers"]));
        var parameters = operations.SelectMany(operation => operation["parameters"]?.AsArray() ?? [])
            .Select(parameter => parameter!);
        var examples = problems.SelectMany(
            problem => Members(problem["content"]?["application/problem+json"]?["examples"]));

        string[] repeated =
        [
            .. problems.Concat(headers).Concat(parameters).Concat(examples)
                .Where(part => part["$ref"] is null)
                .GroupBy(part => part.ToJsonString()).Where(same => same.Count() > 1).Select(same => same.Key),
        ];
        Assert.Empty(repeated);
        Assert.All(examples, example => Assert.NotNull(example["$ref"]));
    }

    private async Task<JsonNode> ServedAsync() =>
        JsonNode.Parse(await fixture.Server.Http.GetStringAsync("/openapi/v1.json"))!;

    private static IEnumerable<JsonNode> Members(JsonNode? part) =>
        part?.AsObject().Select(member => member.Value!) ?? [];

    /// <summary>The node and all that is in it.</summary>
    private static IEnumerable<JsonNode> Parts(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Value is { } part ? Parts(part) : []).Prepend(node),
        JsonArray items => items.SelectMany(item => item is null ? [] : Parts(item)).Prepend(node),
        _ => [node],
    };
}

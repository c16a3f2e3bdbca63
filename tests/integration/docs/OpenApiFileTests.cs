using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
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

        DocumentFile.ShouldBe(
            "openapi.yaml", await document.SerializeAsYamlAsync(OpenApiSpecVersion.OpenApi3_1) + "\n");
    }
}

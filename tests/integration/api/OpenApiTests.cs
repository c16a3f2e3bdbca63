using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class OpenApiTests(ApiFixture fixture)
{
    private const string OpenApiItself = "/openapi/{documentName}.json";
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task Every_endpoint_is_documented()
    {
        var documented = (await DocumentedOperation.ReadAllAsync(server)).Select(operation => operation.Name).Order();

        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        var mapped = from endpoint in endpoints
                     let pattern = endpoint.RoutePattern.RawText!.Trim('/')
                     let path = "/" + pattern.Replace(":guid", "", StringComparison.Ordinal)
                     where path != OpenApiItself
                     // Pages and probes are not part of the API.
                     where !path.StartsWith("/dashboard", StringComparison.Ordinal)
                     where !path.StartsWith("/health/", StringComparison.Ordinal)
                     where endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
                     from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                     select $"{method} {path}";

        Assert.Equal(mapped.Order(), documented);
    }

    [Fact]
    public async Task Every_operation_answers_a_valid_request_as_it_is_documented()
    {
        var valid = await ValidRequests.PrepareAsync(server);
        var operations = await DocumentedOperation.ReadAllAsync(server);
        var document = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!;
        Assert.True(operations.Count >= 24, $"{operations.Count} operations");
        foreach (var operation in operations.OrderBy(operation => operation.Method == HttpMethod.Delete))
        {
            var answer = await SendAsync(valid.Caller, operation, valid.IdFor(operation), valid.BodyFor(operation));

            if (ValidRequests.IsEndless(operation))
                continue;
            Assert.True(
                answer.Status is 200 or 201 or 202 or 204, $"{operation.Name} answered {answer.Status}: {answer.Text}");
            operation.ShouldDocument(answer);
            ShouldHaveTheSchema(document, operation, answer);
        }
    }

    [Fact]
    public async Task Every_operation_answers_a_wrong_request_as_it_is_documented()
    {
        var valid = await ValidRequests.PrepareAsync(server);
        var fan = await server.FanAsync();
        foreach (var operation in await DocumentedOperation.ReadAllAsync(server))
        {
            var (id, body) = (valid.IdFor(operation), valid.BodyFor(operation));
            if (operation.NeedsToken)
                operation.ShouldDocument(await SendAsync(server.Anonymous(), operation, id, body));
            operation.ShouldDocument(await SendAsync(fan, operation, $"{Guid.NewGuid()}", body));
            if (operation.HasId)
                operation.ShouldDocument(await SendAsync(valid.Caller, operation, $"{Guid.NewGuid()}", body));
            if (!operation.HasBody)
                continue;
            foreach (var bad in new[] { "{", "[]", """{"unknown":1}""", new string(' ', 70_000) + "{}" })
                operation.ShouldDocument(await SendAsync(valid.Caller, operation, id, bad));
            operation.ShouldDocument(await SendAsync(valid.Caller, operation, id, body, "text/plain"));
            operation.ShouldDocument(await SendAsync(valid.Caller, operation, id, body, key: "not a key"));
        }
    }

    [Fact]
    public async Task The_document_names_its_security_scheme_and_describes_every_operation()
    {
        var document = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!;
        Assert.Equal("bearer", document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!.GetValue<string>());
        var operations = await DocumentedOperation.ReadAllAsync(server);
        Assert.All(operations, operation => Assert.NotNull(operation.Document["summary"]));
        Assert.All(operations, operation => Assert.NotNull(operation.ResponseOf(429)));
        var ids = operations.Select(operation => operation.Document["operationId"]!.GetValue<string>()).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var reserve = operations.Single(operation => operation.Name == "POST /api/v1/reservations");
        Assert.NotNull(reserve.ResponseOf(201)!["headers"]!["Location"]);
        var headers = reserve.Document["parameters"]!.AsArray().ToDictionary(
            header => header!["name"]!.GetValue<string>(), header => header!["required"]?.GetValue<bool>());
        Assert.Equal(["Idempotency-Key", "Queue-Token"], headers.Keys.Order());
        Assert.True(headers["Idempotency-Key"]);
        Assert.NotEqual(true, headers["Queue-Token"]);
    }

    [Fact]
    public async Task Bounds_of_members_and_sizes_of_bodies_are_in_the_document()
    {
        var document = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!;
        var schemas = document["components"]!["schemas"]!;
        var seats = schemas["ReserveRequest"]!["properties"]!["seats"]!;
        Assert.Equal((1, 8), (seats["minItems"]!.GetValue<int>(), seats["maxItems"]!.GetValue<int>()));
        var amount = schemas["ChargeRequest"]!["properties"]!["amount"]!;
        Assert.Equal(Limits.MaxChargeAmount, amount["maximum"]!.GetValue<long>());
        Assert.Equal(128, schemas["Credentials"]!["properties"]!["password"]!["maxLength"]!.GetValue<int>());
        Assert.Equal(3_600, schemas["ScheduleChange"]!["properties"]!["holdSeconds"]!["maximum"]!.GetValue<int>());

        var operations = await DocumentedOperation.ReadAllAsync(server);
        Assert.All(
            operations.Where(operation => operation.HasBody),
            operation => Assert.Matches(
                "at most (65,536|33,554,432) bytes", $"{operation.Document["requestBody"]!["description"]}"));
    }

    [Fact]
    public async Task The_examples_of_a_concert_and_of_a_date_put_it_on_sale()
    {
        var document = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!;
        var boss = await server.OperatorAsync();
        var concert = (await boss.PostAsync("/operator/concerts", Example("ConcertRequest"))).ShouldBe(201);
        var date = (await boss.PostAsync(
            $"/operator/concerts/{concert["id"]}/schedules", Example("ScheduleRequest"))).ShouldBe(201);
        Assert.Equal(2, date["seatCount"]!.GetValue<int>());

        JsonNode Example(string schema) => document["components"]!["schemas"]![schema]!["examples"]![0]!;
    }

    [Fact]
    public async Task Head_is_answered_like_get_without_a_body()
    {
        foreach (var path in new[] { "/api/v1/concerts", "/health/live", "/problems", "/" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var answer = await server.Http.SendAsync(request);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Every_member_of_every_body_and_every_parameter_has_a_type()
    {
        var document = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!;
        var schemas = from schema in document["components"]!["schemas"]!.AsObject()
                      select (schema.Key, schema.Value!);
        var members = from schema in document["components"]!["schemas"]!.AsObject()
                      where schema.Value!["properties"] is not null
                      from property in schema.Value["properties"]!.AsObject()
                      select ($"{schema.Key}.{property.Key}", property.Value!);
        var parameters = from operation in await DocumentedOperation.ReadAllAsync(server)
                         from parameter in operation.Document["parameters"]?.AsArray() ?? []
                         select ($"{operation.Name} {parameter["name"]}", parameter["schema"]!);

        var all = schemas.Concat(members).Concat(parameters);
        Assert.Empty(all.Where(one => !IsTyped(one.Item2)).Select(one => one.Item1));

        static bool IsTyped(JsonNode schema) =>
            schema["$ref"] is not null || schema["oneOf"] is not null
            || (schema["type"] is { } type
                && (!type.ToJsonString().Contains("array", StringComparison.Ordinal) || IsTyped(schema["items"]!)));
    }

    private static Task<ApiAnswer> SendAsync(
        ApiClient client,
        DocumentedOperation operation,
        string id,
        string? body,
        string mediaType = "application/json",
        string? key = null)
    {
        var content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType);
        return client.SendAsync(
            operation.Method, operation.Address(id), content, ("Idempotency-Key", key ?? Guid.NewGuid().ToString()));
    }

    /// <summary>Every member of the answer is in the schema.</summary>
    private static void ShouldHaveTheSchema(JsonNode document, DocumentedOperation operation, ApiAnswer answer)
    {
        if (answer.Text.Length == 0 || answer.MediaType is "text/event-stream" or "image/svg+xml")
            return;
        var schema = operation.ResponseOf(answer.Status)!["content"]?["application/json"]?["schema"];
        Assert.True(schema is not null, $"{operation.Name} documents no body for {answer.Status}");
        if (schema["$ref"] is not { } reference || answer.Json is not JsonObject body)
            return;
        var name = reference.GetValue<string>().Split('/')[^1];
        if (document["components"]!["schemas"]![name]!["properties"] is not JsonObject properties)
            return;
        Assert.Equal(properties.Select(property => property.Key).Order(), body.Select(member => member.Key).Order());
    }
}

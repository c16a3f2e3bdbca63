namespace Ticketing.Tests.Api;

/// <summary>Whatever a body holds instead of what it should hold, the answer says what is expected.</summary>
[Collection(ApiCollection.Name)]
public sealed class JsonFaultTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("quantity", "10.5", "whole number")]
    [InlineData("quantity", "\"1\"", "whole number")]
    [InlineData("quantity", "1e2", "whole number")]
    [InlineData("quantity", "99999999999", "2,147,483,647")]
    [InlineData("quantity", "true", "whole number")]
    [InlineData("quantity", "[]", "whole number")]
    [InlineData("scheduleId", "\"nowhere\"", "UUID")]
    [InlineData("scheduleId", "5", "UUID")]
    [InlineData("scheduleId", "null", "must not be null")]
    [InlineData("seats", "\"A-1\"", "array")]
    [InlineData("seats", "{}", "array")]
    [InlineData("category", "7", "string")]
    [InlineData("category", "{}", "string")]
    public async Task A_member_of_the_wrong_type_is_told_the_right_one(string member, string value, string expected) =>
        await AssertBlamedAsync(
            "/reservations",
            member == "scheduleId"
                ? $$"""{"scheduleId":{{value}}}"""
                : $$"""{"scheduleId":"{{Guid.NewGuid()}}","{{member}}":{{value}}}""",
            $"$.{member}", expected);

    [Theory]
    [InlineData("/balance/charges", """{"amount":10.5}""", "$.amount", "whole number")]
    [InlineData("/balance/charges", """{"amount":null}""", "$.amount", "must not be null")]
    [InlineData("/balance/charges", """{"amount":9223372036854775808}""", "$.amount", "9,223,372,036,854,775,807")]
    [InlineData("/balance/charges", """{}""", "$.amount", "missing")]
    [InlineData("/balance/charges", """{"amount":1,"amount":2}""", "$.amount", "twice")]
    [InlineData("/balance/charges", """{"amount":1,"gift":2}""", "$.gift", "no member")]
    [InlineData("/balance/charges", """{"amount":1""", "$.amount", "well-formed")]
    [InlineData("/balance/charges", """[1]""", "$", "object")]
    [InlineData("/accounts", """{"email":null,"password":"long enough"}""", "$.email", "must not be null")]
    [InlineData("/accounts", """{"email":"a@b.c","password":8}""", "$.password", "string")]
    [InlineData("/accounts", """{"email":"a@b.c","password":null}""", "$.password", "must not be null")]
    public async Task Every_fault_of_a_body_says_what_is_expected(
        string path, string body, string field, string says) =>
        await AssertBlamedAsync(path, body, field, says);

    [Theory]
    [InlineData("PUT /coupons/FAULTS", """{"kind":"Free"}""", "$.kind", "'Fixed', 'Percent'")]
    [InlineData("PUT /coupons/FAULTS", """{"kind":1}""", "$.kind", "'Fixed', 'Percent'")]
    [InlineData("PUT /coupons/FAULTS", """{"validFrom":"2027-05-01T20:00Z"}""", "$.validFrom", "RFC 3339")]
    [InlineData("PUT /coupons/FAULTS", """{"validFrom":5}""", "$.validFrom", "RFC 3339")]
    [InlineData("PUT /coupons/FAULTS", """{"validFrom":null}""", "$.validFrom", "must not be null")]
    [InlineData("SCHEDULE", """{"prices":[]}""", "$.prices", "object")]
    [InlineData("SCHEDULE", """{"prices":{"Stalls":"5"}}""", "$.prices['Stalls']", "whole number")]
    [InlineData("SCHEDULE", """{"queue":{"enabled":"yes"}}""", "$.queue.enabled", "true or false")]
    [InlineData("SCHEDULE", """{"queue":7}""", "$.queue", "object")]
    [InlineData("SCHEDULE", """{"admissions":{}}""", "$.admissions", "array")]
    public async Task What_operators_send_is_told_in_the_same_way(string path, string body, string field, string says)
    {
        var boss = await fixture.Server.OperatorAsync();
        var answer = path == "SCHEDULE"
            ? await boss.PostAsync($"/operator/concerts/{Guid.NewGuid()}/schedules", body)
            : await boss.PutAsync($"/operator{path["PUT ".Length..]}", body);

        answer.ShouldBlame(field);
        Assert.Contains(says, MessageOf(answer, field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_nested_too_deep_is_called_that()
    {
        var deep = new string('[', 3_000) + new string(']', 3_000);
        var boss = await fixture.Server.OperatorAsync();

        var answer = await boss.PostAsync(
            $"/operator/concerts/{Guid.NewGuid()}/schedules", $$$"""{"plan":{"zones":{{{deep}}}}}""");

        answer.ShouldBeProblem(400, "invalid-request");
        Assert.Contains("nested too deep", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("well", answer.Text, StringComparison.Ordinal);
    }

    private async Task AssertBlamedAsync(string path, string body, string field, string says)
    {
        var fan = await fixture.Server.FanAsync();

        var answer = await fan.PostAsync(path, body, "key");

        answer.ShouldBlame(field);
        Assert.Contains(says, MessageOf(answer, field), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Text, StringComparison.Ordinal);
    }

    private static string MessageOf(ApiAnswer answer, string field) => answer.Json["errors"]!.AsArray()
        .First(error => error!["field"]!.GetValue<string>() == field)!["message"]!.GetValue<string>();
}

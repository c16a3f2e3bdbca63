namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class AccountTests(ApiFixture fixture)
{
    private readonly ApiClient anonymous = fixture.Server.Anonymous();

    [Fact]
    public async Task An_unknown_email_and_a_wrong_password_are_answered_the_same()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        await fixture.Server.SignedUpAsync(email);

        const string password = "not the password";
        var wrong = await anonymous.PostAsync("/sessions", new { email, password });
        var unknown = await anonymous.PostAsync("/sessions", new { email = "x" + email, password });

        wrong.ShouldBeProblem(401, "wrong-credentials");
        Assert.Equal(wrong.Text, unknown.Text);
    }

    [Fact]
    public async Task An_email_has_one_account_whatever_its_case()
    {
        var email = $"{Guid.NewGuid():N}@Example.org";
        await fixture.Server.SignedUpAsync(email);

        var again = new { email = email.ToUpperInvariant(), password = "another password" };
        (await anonymous.PostAsync("/accounts", again)).ShouldBeProblem(409, "email-taken");
        (await anonymous.PostAsync("/accounts", new { email = ApiServer.OperatorEmail, password = "another password" }))
            .ShouldBeProblem(409, "email-taken");
        await fixture.Server.SignedInAsync(email.ToUpperInvariant(), "correct horse battery");
    }

    [Theory]
    [InlineData("no-at-sign", "long enough", "$.email")]
    [InlineData("@example.org", "long enough", "$.email")]
    [InlineData("a@", "long enough", "$.email")]
    [InlineData("a@b@c", "long enough", "$.email")]
    [InlineData("a b@c", "long enough", "$.email")]
    [InlineData("x@example..com", "long enough", "$.email")]
    [InlineData("<b>x</b>@example.com", "long enough", "$.email")]
    [InlineData("a@example.org", "\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB", "$.password")]
    [InlineData("a@example.org", "long \u200b enough", "$.password")]
    [InlineData("a@example.org", "short", "$.password")]
    [InlineData("a@example.org", "", "$.password")]
    public async Task Bad_credentials_are_named(string email, string password, string field)
    {
        (await anonymous.PostAsync("/accounts", new { email, password })).ShouldBlame(field);

        // Earlier releases may have made an account with it.
        var wasTaken = Ticketing.Api.EmailAddress.WasTakenBefore(email) && password.Length >= 8;
        var signIn = await anonymous.PostAsync("/sessions", new { email, password });
        if (wasTaken)
            signIn.ShouldBeProblem(401, "wrong-credentials");
        else
            signIn.ShouldBlame(field);
    }

    [Fact]
    public async Task A_session_says_how_long_it_lasts()
    {
        var session = (await anonymous.PostAsync(
            "/sessions", new { email = ApiServer.OperatorEmail, password = ApiServer.OperatorPassword })).ShouldBe(200);

        Assert.Equal("Bearer", session["tokenType"]!.GetValue<string>());
        Assert.Equal(12 * 3_600, session["expiresIn"]!.GetValue<int>());
    }

    [Fact]
    public async Task Who_is_an_operator_follows_the_configuration_at_every_start()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        const string successor = "successor@example.org";
        await using (var server = await ApiServer.StartAsync(database.ConnectionString))
        {
            await server.SignedUpAsync(successor);
        }

        await using var restarted = await ApiServer.StartAsync(
            database.ConnectionString,
            [$"Ticketing:Operators:0:Email={successor}", "Ticketing:Operators:0:Password=a new password"]);
        var now = await restarted.SignedInAsync(successor, "a new password");
        var before = await restarted.SignedInAsync(ApiServer.OperatorEmail, ApiServer.OperatorPassword);

        var concert = new { title = "a", venue = "b" };
        (await now.PostAsync("/operator/concerts", concert)).ShouldBe(201);
        (await before.PostAsync("/operator/concerts", concert)).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_token_of_a_dismissed_operator_is_refused_at_every_process_within_seconds()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var first = await ApiServer.StartAsync(database.ConnectionString);
        var dismissed = await first.OperatorAsync();
        (await CreateAsync(dismissed)).ShouldBe(201);

        await using var second = await ApiServer.StartAsync(
            database.ConnectionString,
            ["Ticketing:Operators:0:Email=successor@example.org", "Ticketing:Operators:0:Password=a new password"]);
        await Task.Delay(TimeSpan.FromSeconds(Ticketing.Api.OperatorCheck.MaxAgeSeconds));

        (await CreateAsync(dismissed)).ShouldBeProblem(403, "forbidden");
        (await CreateAsync(new ApiClient(second.Http, dismissed.Token))).ShouldBeProblem(403, "forbidden");
        (await dismissed.GetAsync("/balance")).ShouldBe(200);
    }

    [Fact]
    public async Task A_new_password_of_an_operator_ends_the_power_of_older_tokens()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        ApiClient old;
        await using (var server = await ApiServer.StartAsync(database.ConnectionString))
            old = await server.OperatorAsync();

        await using var restarted = await ApiServer.StartAsync(
            database.ConnectionString, ["Ticketing:Operators:0:Password=a new password"]);
        var current = await restarted.SignedInAsync(ApiServer.OperatorEmail, "a new password");

        (await CreateAsync(new ApiClient(restarted.Http, old.Token))).ShouldBeProblem(403, "forbidden");
        (await CreateAsync(current)).ShouldBe(201);
    }

    private static Task<ApiAnswer> CreateAsync(ApiClient client) =>
        client.PostAsync("/operator/concerts", new { title = "a", venue = "b" });
}

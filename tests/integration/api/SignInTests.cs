using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Store;

namespace Ticketing.Tests.Api;

/// <summary>Signing in: who gets in with which texts, and how guesses are slowed down.</summary>
[Collection(ApiCollection.Name)]
public sealed class SignInTests(ApiFixture fixture)
{
    private const string Password = "correct horse battery";
    private const string Limited = "Ticketing:Api:RateLimits:Enabled=true";
    private const string ManyPasswords = "Ticketing:Api:RateLimits:PasswordBurst=1000";

    private readonly ApiClient anonymous = fixture.Server.Anonymous();

    [Fact]
    public async Task A_password_is_right_from_every_keyboard()
    {
        var email = NewEmail();
        (await SignUpAsync(email, "pa\u0308sswo\u0308rter\u00a0da")).ShouldBe(201);

        (await SignInAsync(anonymous, email, "p\u00e4ssw\u00f6rter da")).ShouldBe(200);
        (await SignInAsync(anonymous, email, "passworter da")).ShouldBeProblem(401, "wrong-credentials");
        (await SignInAsync(anonymous, email, "P\u00e4ssw\u00f6rter da")).ShouldBeProblem(401, "wrong-credentials");
        (await SignInAsync(anonymous, email, " p\u00e4ssw\u00f6rter da")).ShouldBeProblem(401, "wrong-credentials");
    }

    [Fact]
    public async Task A_mailbox_has_one_account_however_its_address_is_typed()
    {
        var name = $"{Guid.NewGuid():N}";
        var account = (await SignUpAsync($" J\u00f6rg-{name}@B\u00fccher.example\n", Password)).ShouldBe(201);

        Assert.Equal($"j\u00f6rg-{name}@xn--bcher-kva.example", account["email"]!.GetValue<string>());
        (await SignUpAsync($"jo\u0308rg-{name}@xn--bcher-kva.example", Password)).ShouldBeProblem(409, "email-taken");
        (await SignInAsync(anonymous, $"J\u00d6RG-{name}@bu\u0308cher.EXAMPLE", Password)).ShouldBe(200);
        (await SignUpAsync($"\u0130{name}@example.org", Password)).ShouldBe(201);
        (await SignInAsync(anonymous, $"\u0130{name}@example.org ", Password)).ShouldBe(200);
    }

    [Theory]
    [InlineData("x@example..com", Password)]
    [InlineData("<b>x</b>@example.com", Password)]
    [InlineData("a.@example.com", Password)]
    [InlineData("fan@example.org", "\U0001F3AB\U0001F3AB\U0001F3AB\U0001F3AB")]
    [InlineData("fan@example.org", "pa\u0308sswo\u0308rter da")]
    [InlineData("fan@example.org", "zero\u200bwidth\u200band more")]
    public async Task An_account_of_an_earlier_release_stays_usable(string typed, string password)
    {
        var email = $"{Guid.NewGuid():N}{typed}".ToLowerInvariant();
        var hasher = fixture.Server.Services.GetRequiredService<IPasswordHasher<Account>>();
        var before = hasher.HashPassword(new Account(Guid.Empty, "", "", false), password);
        await fixture.Database.ExecuteAsync(
            "insert into users (id, email, password_hash, is_operator, created_at) values ($1, $2, $3, false, now())",
            Guid.NewGuid(), email, before);

        (await SignInAsync(anonymous, email, password)).ShouldBe(200);
        (await SignInAsync(anonymous, email, password)).ShouldBe(200);
        (await SignInAsync(anonymous, email, password + "!")).ShouldBeProblem(401, "wrong-credentials");

        var canBeComposed = password.StartsWith("pa", StringComparison.Ordinal);
        var after = await fixture.Database.ScalarAsync<string>(
            "select password_hash from users where email = $1", email);
        Assert.Equal(canBeComposed, after != before);
        if (canBeComposed)
            (await SignInAsync(anonymous, email, "p\u00e4ssw\u00f6rter da")).ShouldBe(200);
    }

    [Theory]
    [InlineData("Bearer TOKEN", 200)]
    [InlineData("bearer TOKEN", 200)]
    [InlineData("BEARER   TOKEN", 200)]
    [InlineData("bearerTOKEN", 401)]
    [InlineData("Basic TOKEN", 401)]
    [InlineData("bearer", 401)]
    public async Task The_scheme_of_a_token_is_read_in_any_case(string header, int status)
    {
        var token = (await fixture.Server.FanAsync()).Token!;

        var answer = await anonymous.SendAsync(
            HttpMethod.Get, "/balance", null,
            ("Authorization", header.Replace("TOKEN", token, StringComparison.Ordinal)));

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Guesses_at_one_account_must_wait_after_ten_whether_or_not_it_exists(bool exists, bool atOnce)
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(database.ConnectionString, [Limited, ManyPasswords]);
        var email = NewEmail();
        if (exists)
            (await server.Anonymous().PostAsync("/accounts", new { email, password = Password })).ShouldBe(201);

        List<ApiAnswer> answers = [];
        if (atOnce)
        {
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 40).Select(guess =>
                SignInAsync(server.Anonymous(), email, $"wrong guess {guess}"))));
        }
        else
        {
            for (var guess = 0; guess < 11; guess++)
                answers.Add(await SignInAsync(server.Anonymous(), email, $"wrong guess {guess}"));
        }

        // On a slow machine the first waits may have passed.
        Assert.InRange(answers.Count(answer => answer.Status == 401), 10, 12);
        var refused = answers.First(answer => answer.Status != 401);
        refused.ShouldBeProblem(429, "sign-ins-must-wait");
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        var other = NewEmail();
        (await server.Anonymous().PostAsync("/accounts", new { email = other, password = Password })).ShouldBe(201);
        (await SignInAsync(server.Anonymous(), other, Password)).ShouldBe(200);
    }

    [Fact]
    public async Task The_wait_grows_and_a_right_password_must_wait_too()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString, [Limited, ManyPasswords, "Ticketing:Api:RateLimits:FailuresPerAccount=2"]);
        var email = NewEmail();
        (await server.Anonymous().PostAsync("/accounts", new { email, password = Password })).ShouldBe(201);

        var waits = new List<int>();
        while (waits.Count < 3)
        {
            var answer = await SignInAsync(server.Anonymous(), email, "a wrong guess");
            if (answer.Status == 401)
                continue;
            answer.ShouldBeProblem(429, "sign-ins-must-wait");
            waits.Add((int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
            (await SignInAsync(server.Anonymous(), email, Password)).ShouldBeProblem(429, "sign-ins-must-wait");
            await Task.Delay(TimeSpan.FromSeconds(waits[^1]));
        }

        Assert.True(waits[0] < waits[2], string.Join(", ", waits));
        (await SignInAsync(server.Anonymous(), email, Password)).ShouldBe(200);
        (await SignInAsync(server.Anonymous(), email, "a wrong guess")).ShouldBeProblem(401, "wrong-credentials");
    }

    [Fact]
    public async Task Processes_share_the_count_and_an_address_that_signed_in_before_is_not_locked_out_by_others()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var first = await ApiServer.StartAsync(
            database.ConnectionString, [Limited, ManyPasswords], Forwarded(null));
        await using var second = await ApiServer.StartAsync(
            database.ConnectionString, [Limited, ManyPasswords],
            Forwarded(first.Services.GetRequiredService<IGrainFactory>()));
        var email = NewEmail();
        (await first.Anonymous().PostAsync("/accounts", new { email, password = Password })).ShouldBe(201);
        (await From(first, "192.0.2.1", email, Password)).ShouldBe(200);

        var guesses = new List<ApiAnswer>();
        for (var guess = 0; guess < 20; guess++)
        {
            guesses.Add(await From(
                guess % 2 == 0 ? first : second, $"198.51.100.{guess.ToString(CultureInfo.InvariantCulture)}", email,
                "a wrong guess"));
        }

        Assert.InRange(guesses.Count(answer => answer.Status == 401), 10, 13);
        Assert.Contains(guesses, answer => answer.Status == 429);
        (await From(second, "192.0.2.1", email, Password)).ShouldBe(200);
        (await From(second, "192.0.2.1", email, "a wrong guess")).ShouldBeProblem(401, "wrong-credentials");
    }

    /// <summary>The client's address is what the header says, and the grains are those of another process.</summary>
    private static Action<WebApplicationBuilder> Forwarded(IGrainFactory? grains) =>
        builder =>
        {
            builder.Services.AddSingleton<IStartupFilter>(new AddressOfHeader());
            if (grains is not null)
                builder.Services.AddSingleton(grains);
        };

    private static Task<ApiAnswer> From(ApiServer server, string address, string email, string password) =>
        server.Anonymous().SendAsync(
            HttpMethod.Post, "/sessions", new { email, password }, (AddressOfHeader.Name, address));

    private Task<ApiAnswer> SignUpAsync(string email, string password) =>
        anonymous.PostAsync("/accounts", new { email, password });

    private static Task<ApiAnswer> SignInAsync(ApiClient client, string email, string password) =>
        client.PostAsync("/sessions", new { email, password });

    private static string NewEmail() => $"{Guid.NewGuid():N}@example.org";
}

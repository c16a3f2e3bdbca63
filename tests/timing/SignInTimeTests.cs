using System.Diagnostics;
using Ticketing.Tests.Api;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Timing;

[Collection(PostgresCollection.Name)]
public sealed class SignInTimeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task An_unknown_email_takes_as_long_as_a_wrong_password()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString, ["Ticketing:Api:PasswordIterations=200000"]);

        // Alternating, and the fastest of each: other load of the machine slows both, but not every attempt.
        var (wrong, unknown) = (double.MaxValue, double.MaxValue);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            wrong = Math.Min(wrong, await MillisecondsAsync(ApiServer.OperatorEmail));
            unknown = Math.Min(unknown, await MillisecondsAsync("nobody@example.org"));
        }

        Assert.InRange(unknown / wrong, 0.5, 2);

        async Task<double> MillisecondsAsync(string email)
        {
            var start = Stopwatch.GetTimestamp();
            await server.Anonymous().PostAsync("/sessions", new { email, password = "not the password" });
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Tests.Api;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// The health checks of load balancers and orchestrators, and the reasons in the answers, which people read.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class HealthTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_process_that_can_work_is_live_and_ready_and_says_what_was_checked()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(database.ConnectionString);

        Assert.Equal((HttpStatusCode.OK, "Healthy\nprocess: Healthy.\n"), await AskAsync(server, "/health/live"));
        Assert.Equal(
            (HttpStatusCode.OK, "Healthy\nstop: Healthy.\ndatabase: Healthy.\nsilo: Healthy.\n"),
            await AskAsync(server, "/health/ready"));
    }

    [Fact]
    public async Task Without_its_database_a_process_is_not_ready_but_live_and_does_not_name_the_server()
    {
        var database = await postgres.CreateEmptyDatabaseAsync();
        await using var server = await ApiServer.StartAsync(database.ConnectionString);
        await database.DisposeAsync();

        var (status, text) = await AskAsync(server, "/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(
            "Unhealthy\nstop: Healthy.\ndatabase: Unhealthy. The database does not answer.\nsilo: Healthy.\n", text);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, "/health/live")).Status);
        Assert.DoesNotContain(server.Log.Errors, error => error.Contains("HealthChecks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_stops_says_so_while_it_still_serves()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var drain = new Drain();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString, adjust: builder => builder.Services.AddSingleton<IHostedService>(drain));

        // Like a signal: the host learns of the stop first.
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stopped = server.StopAsync();
        await drain.HasBegun.Task;
        var (status, text) = await AskAsync(server, "/health/ready");
        var live = await AskAsync(server, "/health/live");
        using var served = await server.Http.GetAsync("/api/v1/concerts");
        drain.MayEnd.SetResult();
        await stopped;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("Unhealthy\nstop: Unhealthy. The process is stopping.\n", text);
        Assert.Equal(HttpStatusCode.OK, live.Status);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(ApiServer server, string path)
    {
        using var answer = await server.Http.GetAsync(path);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Holds a stop at the point where a process in a cluster waits for its load balancers.</summary>
    private sealed class Drain : IHostedLifecycleService
    {
        // Disposing of the server stops it a second time, so the result may be set twice.
        public TaskCompletionSource HasBegun { get; } = new();

        public TaskCompletionSource MayEnd { get; } = new();

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken)
        {
            HasBegun.TrySetResult();
            return MayEnd.Task;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

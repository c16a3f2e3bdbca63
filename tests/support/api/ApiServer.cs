using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>The program of <c>./run</c> in this process: api and silo in one, on ports of its own.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    public const string OperatorEmail = ApiProcess.OperatorEmail;
    public const string OperatorPassword = ApiProcess.OperatorPassword;

    /// <summary>Signs the queue tokens of the tests.</summary>
    public static string QueueKey => ApiProcess.QueueKey;

    private readonly WebApplication app;

    private ApiServer(WebApplication app, RecordedLog log)
    {
        this.app = app;
        Log = log;
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false, // the fans of a test share the connection, not the session
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, // as badly behaved clients do
        })
        {
            BaseAddress = Address,
            DefaultRequestVersion = HttpVersion.Version11,
        };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>The errors that the process logged.</summary>
    public RecordedLog Log { get; }

    public IServiceProvider Services => app.Services;

    /// <param name="connectionString">Of a database of the tests.</param>
    /// <param name="settings">Configuration in addition to that of the tests, as <c>Key:Name=value</c>.</param>
    /// <param name="adjust">Replaces services.</param>
    /// <param name="map">Adds endpoints.</param>
    public static async Task<ApiServer> StartAsync(
        string connectionString,
        string[]? settings = null,
        Action<WebApplicationBuilder>? adjust = null,
        Action<WebApplication>? map = null)
    {
        var log = new RecordedLog(LogLevel.Error);
        string[] arguments =
        [
            "--urls=http://127.0.0.1:0",
            $"--Ticketing:Store:ConnectionString={connectionString}",
            $"--Ticketing:Operators:0:Email={OperatorEmail}",
            $"--Ticketing:Operators:0:Password={OperatorPassword}",
            "--Ticketing:Api:PasswordIterations=10",
            $"--Ticketing:Queue:TokenKeys:0={QueueKey}",
            $"--Ticketing:Tickets:SigningKeys:0={TicketKeys.Signing}",
            "--Ticketing:Api:RateLimits:Enabled=false",
            $"--Ticketing:Cluster:SiloPort={FreePorts.Next()}",
            $"--Ticketing:Cluster:GatewayPort={FreePorts.Next()}",
            "--Ticketing:Cluster:ShedAboveCpuPercent=100", // tests load the machine fully
            .. (settings ?? []).Select(setting => $"--{setting}"),
        ];
        var app = Ticketing.Api.Program.Build(arguments, builder =>
        {
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddProvider(log);
            adjust?.Invoke(builder);
        });
        map?.Invoke(app);
        await app.StartAsync();
        return new ApiServer(app, log);
    }

    public ApiClient Anonymous() => new(Http, token: null);

    public Task<ApiClient> FanAsync() => SignedUpAsync($"fan-{Guid.NewGuid():N}@example.org");

    public async Task<ApiClient> SignedUpAsync(string email)
    {
        var anonymous = Anonymous();
        const string password = "correct horse battery";
        (await anonymous.PostAsync("/accounts", new { email, password })).ShouldBe(201);
        return await SignedInAsync(email, password);
    }

    public async Task<ApiClient> SignedInAsync(string email, string password)
    {
        var session = (await Anonymous().PostAsync("/sessions", new { email, password })).ShouldBe(200);
        return new ApiClient(Http, session["accessToken"]!.GetValue<string>());
    }

    public Task<ApiClient> OperatorAsync() => SignedInAsync(OperatorEmail, OperatorPassword);

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

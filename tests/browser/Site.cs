using Microsoft.Playwright;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Pages;

/// <summary>The real program on its own database, and one Chromium. Tests of pages run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class Site : ICollectionFixture<Site>, IAsyncLifetime
{
    public const string Name = "site";

    private readonly PostgresFixture postgres = new();
    private PostgresDatabase? database;
    private ServerProcess? server;
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public Uri Address => server!.Address;

    internal IBrowser Chromium => chromium!;

    internal PostgresDatabase Database => database!;

    /// <summary>The operator of sales.</summary>
    internal Browser Operator { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        database = await postgres.CreateDatabaseAsync();
        server = await ApiProcess.StartAsync(database.ConnectionString);
        Operator = new Browser(Browser.Connect(Address));
        await Operator.SignInAsync(ApiProcess.OperatorEmail, ApiProcess.OperatorPassword);
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox"], // it refuses to run as root otherwise
        });
    }

    /// <summary>An API client of a fan who has this account, too; for what a test needs but does not test.</summary>
    internal async Task<Browser> FanAsync(string email)
    {
        var fan = new Browser(Browser.Connect(Address));
        await fan.SignUpAsync(email, Device.Password);
        return fan;
    }

    /// <summary>kill -9; the same program is at the same address again when the work without it is done.</summary>
    internal async Task KillAndRestartAsync(Func<Task> meanwhile)
    {
        await server!.KillAsync();
        try
        {
            await meanwhile();
        }
        finally
        {
            await server.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (chromium is not null)
            await chromium.CloseAsync();
        playwright?.Dispose();
        if (server is not null)
            await server.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        await postgres.DisposeAsync();
    }
}

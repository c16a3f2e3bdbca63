using Ticketing.Messaging;
using Ticketing.Silo;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>The program: store, grains and API in one process. It lists all the parts.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) =>
        Commands.Find(args) ?? Startup.RunAsync("server", adjust => Build(args, adjust));

    /// <param name="args">The command line: configuration as <c>--Key:Name value</c>.</param>
    /// <param name="adjust">For tests: replaces services before the process is built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // In tests the program is another one. The manifest of the pages' files is found by this name.
            ApplicationName = "api",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.AddTicketingStore();
        builder.AddTicketingEventOptions();
        builder.AddTicketingHealth();
        builder.AddTicketingCatalog();
        builder.AddTicketingReads();
        builder.AddTicketSigning();
        builder.AddTicketingGrains();
        builder.AddTicketingApi();
        builder.AddAccounts();
        builder.AddClusterDashboard();
        builder.AddTicketingTelemetry("api");
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseMetrics();
        app.UseTicketingApi();
        app.MapHealth();
        app.MapClusterDashboard();
        app.MapProblems();
        app.MapOpenApiDocument();
        app.MapReferencePage();
        app.MapPages();
        var api = app.MapApi();
        api.MapAccounts();
        api.MapCatalog();
        api.MapDrawings();
        api.MapSeatMaps();
        api.MapLive();
        api.MapQueue();
        api.MapReservations();
        api.MapPayments();
        api.MapTickets();
        api.MapBalance();
        api.MapOperator();
        api.MapOperatorQueue();
        api.MapDeadLetters();
        api.MapCoupons();
        api.MapOperatorOrders();
        return app;
    }
}

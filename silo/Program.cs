using Ticketing.Store;

namespace Ticketing.Silo;

/// <summary>The process of a silo: grains, their store, the sweeper; HTTP for health only.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) =>
        Commands.Find(args) ?? Startup.RunAsync("silo", adjust => Build(args, adjust));

    /// <param name="args">The command line: configuration as <c>--Key:Name value</c>.</param>
    /// <param name="adjust">Changes the builder before the process is built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddTicketingStore();
        builder.AddTicketingHealth();
        builder.AddTicketSigning();
        builder.AddTicketingSilo();
        builder.AddTicketingTelemetry("silo");
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseMetrics();
        app.MapHealth();
        return app;
    }
}

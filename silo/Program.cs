using Ticketing.Hosting;
using Ticketing.Postgres;

namespace Ticketing.Silo;

/// <summary>The process of a silo: grains, their store, the sweeper; HTTP for health only.</summary>
public static class Program
{
    public static Task Main(string[] args) => Build(args).RunAsync();

    /// <param name="args">The command line: configuration as <c>--Key:Name value</c>.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddTicketingStore();
        builder.AddTicketingSilo();

        var app = builder.Build();
        app.MapSiloHealth();
        return app;
    }
}

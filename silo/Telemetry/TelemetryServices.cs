using Microsoft.Extensions.Options;
using OpenTelemetry.Resources;

namespace Ticketing.Telemetry;

/// <summary>Registers what tells how the process is: its metrics, and where they are told.</summary>
public static class TelemetryServices
{
    // The server's own, where none is set.
    private const string DefaultAddress = "http://localhost:5000";

    /// <summary>Call it last: it adds to the addresses that the process listens on.</summary>
    /// <param name="process">"api" or "silo"; part of the name by which a collector knows it.</param>
    public static void AddTicketingTelemetry(this WebApplicationBuilder builder, string process)
    {
        var services = builder.Services;
        services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MetricsOptions>, MetricsOptionsValidation>();
        services.AddMeters<ProcessMeters>();
        var isExported = builder.Configuration[OtlpExport.Endpoint] is { Length: > 0 };
        // The environment's own names win.
        var resource = ResourceBuilder.CreateEmpty()
            .AddService($"ticketing-{process}")
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        services.AddSingleton(_ => new MetricCollection(resource, isExported ? OtlpExport.AddTo : null));
        if (isExported) services.AddSingleton(_ => OtlpExport.Trace(resource));
        // In front of everything that is started: what happens before is not counted.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(all => new TelemetryStart(all, isExported)));
        ListenFor(builder);
    }

    /// <summary>Instruments that nobody calls: they are made at the start.</summary>
    internal static IServiceCollection AddMeters<TMeters>(this IServiceCollection services)
        where TMeters : class
    {
        services.AddSingleton<TMeters>();
        services.AddKeyedSingleton<object>(TelemetryStart.Meters, (all, _) => all.GetRequiredService<TMeters>());
        return services;
    }

    private static void ListenFor(WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(MetricsOptions.Section).Get<MetricsOptions>() ?? new();
        if (options.Port == 0) return;
        var configuration = builder.Configuration;
        // As the server would read them: ports count only where no addresses are given.
        string[] ports = [.. Of(WebHostDefaults.HttpPortsKey, "http"), .. Of(WebHostDefaults.HttpsPortsKey, "https")];
        var own = configuration[WebHostDefaults.ServerUrlsKey]?.Split(';')
            ?? (ports.Length > 0 ? ports : [DefaultAddress]);
        builder.WebHost.UseUrls([.. own, $"http://{options.Address}:{options.Port}"]);

        IEnumerable<string> Of(string key, string scheme) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(port => $"{scheme}://*:{port}");
    }
}

using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Messaging;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.PostProcessing;

/// <summary>The grains of post-processing, with the services that a process registers for them.</summary>
internal sealed class PostProcessingHost : IDisposable
{
    private readonly IHost host;

    /// <param name="settings">As <c>Key:Name=value</c>, below <c>Ticketing:</c>.</param>
    /// <param name="plan">The plan of every schedule; null where there is no catalog.</param>
    public PostProcessingHost(string[] settings, ILoggerProvider? log = null, string? plan = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            from setting in settings
            let parts = setting.Split('=', 2)
            select KeyValuePair.Create($"Ticketing:{parts[0]}", (string?)parts[1]));
        if (log is not null) builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new SalesOptions());
        if (plan is not null)
        {
            builder.Services.AddSingleton(new SeatLabels(
                _ => Task.FromResult<byte[]?>(Encoding.UTF8.GetBytes(plan)), TimeProvider.System,
                NullLogger<SeatLabels>.Instance));
        }

        builder.AddTicketingPostProcessing();
        builder.AddLocalSilo();
        host = builder.Build();
    }

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public TService Get<TService>()
        where TService : notnull => host.Services.GetRequiredService<TService>();

    public Task StartAsync() => host.StartAsync();

    public void Dispose() => host.Dispose();
}

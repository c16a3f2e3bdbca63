using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Messaging;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.PostProcessing;

/// <summary>The grains of post-processing, with the services that a process registers for them.</summary>
internal sealed class PostProcessingHost : IDisposable
{
    private readonly IHost host;

    /// <param name="settings">As <c>Key:Name=value</c>, below <c>Ticketing:</c>.</param>
    public PostProcessingHost(string[] settings, ILoggerProvider? log = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            from setting in settings
            let parts = setting.Split('=', 2)
            select KeyValuePair.Create($"Ticketing:{parts[0]}", (string?)parts[1]));
        if (log is not null) builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton(TimeProvider.System);
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

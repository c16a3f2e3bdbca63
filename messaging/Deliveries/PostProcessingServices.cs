using Microsoft.Extensions.Options;
using Ticketing.PostProcessing;

namespace Ticketing.Messaging;

/// <summary>Registers the notifier and the external platform that the grains of post-processing call.</summary>
public static class PostProcessingServices
{
    private static readonly TimeSpan KeepConnection = TimeSpan.FromMinutes(2); // DNS names may get other addresses

    /// <summary>Called by every process that runs grains. Options are validated at the start.</summary>
    public static IHostApplicationBuilder AddTicketingPostProcessing(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NotificationOptions>, NotificationOptionsValidation>();
        services.AddOptions<ExternalPlatformOptions>()
            .BindConfiguration(ExternalPlatformOptions.Section)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ExternalPlatformOptions>, ExternalPlatformOptionsValidation>();
        services.AddHttpClient(WebhookSender.Client, client => client.Timeout = Timeout.InfiniteTimeSpan) // the grain's
            .RemoveAllLoggers() // an address may hold a secret
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                PooledConnectionLifetime = KeepConnection,
            });
        services.AddSingleton<WebhookSender>();
        services.AddSingleton(Notifier);
        services.AddSingleton(Platform);
        return builder;
    }

    private static INotifier Notifier(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<NotificationOptions>>().Value;
        return options.Kind switch
        {
            NotificationKind.Webhook => new WebhookNotifier(
                provider.GetRequiredService<WebhookSender>(),
                WebhookTarget.Of(NotificationOptions.Section, options.Url, options.Secret)),
            NotificationKind.None => new NoNotifier(),
            _ => ActivatorUtilities.CreateInstance<LogNotifier>(provider),
        };
    }

    private static IExternalPlatform Platform(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ExternalPlatformOptions>>().Value;
        return options.Url.Length == 0
            ? new NoPlatform()
            : new WebhookPlatform(
                provider.GetRequiredService<WebhookSender>(),
                WebhookTarget.Of(ExternalPlatformOptions.Section, options.Url, options.Secret));
    }
}

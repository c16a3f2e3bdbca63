using Ticketing.Tickets;

namespace Ticketing.Silo;

/// <summary>Registers the signing and reading of tickets.</summary>
public static class TicketServices
{
    /// <summary>For every process that runs grains or reads codes; the keys are validated at startup.</summary>
    public static IHostApplicationBuilder AddTicketSigning(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<TicketOptions>()
            .BindConfiguration(TicketOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<TicketCodes>();
        services.AddSingleton<ITicketSigner>(all => all.GetRequiredService<TicketCodes>());
        return builder;
    }
}

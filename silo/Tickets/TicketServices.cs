namespace Ticketing.Tickets;

/// <summary>Registers what signs and reads tickets.</summary>
public static class TicketServices
{
    /// <summary>
    /// For every process that runs grains, and every one that reads codes; the keys are checked at the start.
    /// </summary>
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

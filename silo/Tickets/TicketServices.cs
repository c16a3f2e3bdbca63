namespace Ticketing.Tickets;

/// <summary>Registers what signs and reads tickets.</summary>
public static class TicketServices
{
    /// <summary>In every process that runs grains, and in every one that reads codes; keys are checked at the start.</summary>
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

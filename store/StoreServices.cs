using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>Registers the store.</summary>
public static class StoreServices
{
    public const string DefaultGrainStorage = "Default";

    /// <summary>
    /// Adds the store, its data source (one per process), grains' private state under the name "Default" (Orleans' own
    /// storage takes that name on a silo). Options are validated and the schema is migrated before anything else
    /// starts.
    /// </summary>
    public static IHostApplicationBuilder AddTicketingStore(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<StoreOptions>().BindConfiguration(StoreOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidation>();
        services.AddOptions<SalesOptions>().BindConfiguration(SalesOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SalesOptions>, SalesOptionsValidation>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SalesOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StoreMeters>(provider => new StoreMeters(
            provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.AddSingleton(provider => StoreDataSource.Create(
            provider.GetRequiredService<IOptions<StoreOptions>>().Value,
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ReadDatabase>();
        services.AddSingleton<ReadModelLag>();
        services.AddSingleton<Migrations>();
        services.AddSingleton<MigrationService>();
        services.AddHostedService(provider => provider.GetRequiredService<MigrationService>());
        services.AddHostedService<InstallationCurrency>();
        services.AddHostedService<ReadModelReports>();
        services.AddSingleton<ITicketStore, PostgresTicketStore>();
        services.AddSingleton<CatalogStore>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SeatLabels>(
            provider, provider.GetRequiredService<CatalogStore>()));
        services.AddSingleton<OutboxSignal>();
        return builder;
    }
}

namespace Ticketing.Catalog;

/// <summary>Registers the catalog; the store's registration brings its data source.</summary>
public static class CatalogServices
{
    public static IHostApplicationBuilder AddTicketingCatalog(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CatalogStore>();
        builder.Services.AddHostedService<DemoSeed>();
        return builder;
    }
}

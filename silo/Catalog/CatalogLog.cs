namespace Ticketing.Catalog;

/// <summary>Every log message of the catalog.</summary>
internal static partial class CatalogLog
{
    [LoggerMessage(2100, LogLevel.Information, "The demo puts '{Title}' on sale: reading {Plan}")]
    public static partial void DemoImports(ILogger logger, string title, string plan);

    [LoggerMessage(2101, LogLevel.Information, "'{Title}' is on sale: {Seats} seats imported in {Milliseconds} ms")]
    public static partial void DemoImported(ILogger logger, string title, int seats, long milliseconds);

    [LoggerMessage(2102, LogLevel.Information, "The database has concerts already: no demo")]
    public static partial void DemoNotNeeded(ILogger logger);
}

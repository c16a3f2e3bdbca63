using Microsoft.Extensions.Configuration.Memory;

namespace Ticketing.Silo;

/// <summary>Levels of logging that configuration may override.</summary>
internal static class LogDefaults
{
    /// <summary>
    /// Hides the Info messages of libraries that log each step; set a level in any configuration source to see them.
    /// </summary>
    public static void Quiet(this IConfigurationBuilder configuration, params string[] categories) =>
        configuration.SetLevel(LogLevel.Warning, categories);

    /// <summary>
    /// While a silo is gone, Polly logs each attempt to place a grain there, with a stack trace: a thousand entries in
    /// half a minute. A placement that fails in the end is the caller's exception, which is logged where it ends.
    /// </summary>
    public static void Silence(this IConfigurationBuilder configuration, params string[] categories) =>
        configuration.SetLevel(LogLevel.Critical, categories);

    private static void SetLevel(this IConfigurationBuilder configuration, LogLevel level, string[] categories) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = categories.Select(
                category => KeyValuePair.Create($"Logging:LogLevel:{category}", (string?)$"{level}")),
        });
}

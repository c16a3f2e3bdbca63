using Microsoft.Extensions.Configuration.Memory;

namespace Ticketing.Hosting;

/// <summary>What is logged when nobody has said otherwise.</summary>
internal static class LogDefaults
{
    /// <summary>They tell at length what they do; whoever wants to read that sets it, anywhere.</summary>
    public static void Quiet(this IConfigurationBuilder configuration, params string[] categories) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = categories.Select(
                category => KeyValuePair.Create($"Logging:LogLevel:{category}", (string?)"Warning")),
        });
}

using Microsoft.Extensions.Hosting;

namespace Ticketing.Tests.Support;

/// <summary>One silo in the process of the tests, on free ports, without a cluster or storage of grain state.</summary>
internal static class LocalSilo
{
    public static void AddLocalSilo(this IHostApplicationBuilder builder) => builder.UseOrleans(silo => silo
        .UseLocalhostClustering(FreePorts.Next(), FreePorts.Next())
        .AddActivityPropagation());
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Silo;
using Ticketing.Store;

namespace Ticketing.Tests.Orleans;

/// <summary>Settings that are validated together.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void No_commit_waits_as_long_as_its_caller() => Assert.True(
        new StoreOptions().CommitQueueTimeoutSeconds < new ClusterSettings().ResponseTimeoutSeconds);

    [Fact]
    public async Task Commits_that_would_outwait_their_callers_are_said_at_the_start()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new($"{StoreOptions.Section}:ConnectionString", "Host=127.0.0.1;Port=1"),
            new($"{StoreOptions.Section}:CommitQueueTimeoutSeconds", "4"),
        ]);
        builder.AddTicketingStore();
        builder.AddTicketingSilo();
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(
            "Ticketing:Store:CommitQueueTimeoutSeconds must be below Ticketing:Cluster:ResponseTimeoutSeconds (4)",
            exception.Message);
    }
}

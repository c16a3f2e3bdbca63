using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Ticketing.EmbeddedHost;

namespace Ticketing.Tests.Host;

/// <summary>The same host on real threads and the real clock.</summary>
public sealed class ThreadPoolTests
{
    [Fact]
    public async Task No_call_is_lost_and_no_two_turns_overlap_under_many_threads()
    {
        await using var services = Services();
        var factory = services.GetRequiredService<IGrainFactory>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                await factory.GetGrain<IPeer>($"{i % 5}").Add(1);
                if (i % 100 == 0)
                    await factory.GetGrain<IPeer>("leaving").Leave();
            }
        })));
        var sums = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => factory.GetGrain<IPeer>($"{i}").Add(0)));
        Assert.Equal(16 * 2000, sums.Sum());
    }

    [Fact]
    public async Task A_generic_host_starts_and_stops_it()
    {
        await using var services = Services();
        var host = services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()
            .OfType<EmbeddedGrainHost>().Single();
        await host.StartAsync(CancellationToken.None);
        await services.GetRequiredService<IGrainFactory>().GetGrain<IPeer>("a").Add(1);
        Assert.Equal(1, host.ActivationCount);
        await host.StopAsync(CancellationToken.None);
        Assert.Equal(0, host.ActivationCount);
        Assert.Contains("deactivate ShuttingDown", services.GetRequiredService<Probe>().Notes);
    }

    [Fact]
    public async Task A_caller_never_goes_on_inside_a_turn_of_its_callee()
    {
        await using var services = Services();
        var peer = services.GetRequiredService<IGrainFactory>().GetGrain<IPeer>("a");
        for (var i = 0; i < 100; i++)
        {
            await Task.Yield();
            await peer.Nothing();
            Assert.Equal(TaskScheduler.Default, TaskScheduler.Current);
        }
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<Probe>()
        .AddScoped<Scoped>()
        .AddKeyedSingleton<IGrainStorage, MemoryGrainStorage>("Memory")
        .AddEmbeddedGrainHost(_ => { }, typeof(IPeer).Assembly)
        .BuildServiceProvider();
}

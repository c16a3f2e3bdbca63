using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Ticketing.EmbeddedHost;

namespace Ticketing.Tests.Host;

public sealed class WiringTests
{
    [Fact]
    public void An_interface_without_a_class_is_named()
    {
        using var services = Services();
        var thrown = Assert.Throws<ArgumentException>(() => Factory(services).GetGrain<INobody>("a"));
        Assert.Contains("INobody", thrown.Message);
        Assert.Contains("Tests", thrown.Message);
    }

    [Fact]
    public void An_interface_with_two_classes_wants_a_prefix()
    {
        using var services = Services();
        var thrown = Assert.Throws<ArgumentException>(() => Factory(services).GetGrain<ITwice>("a"));
        Assert.Contains("FirstTwiceGrain", thrown.Message);
        Assert.Contains("SecondTwiceGrain", thrown.Message);
        var first = Factory(services).GetGrain<ITwice>("a", typeof(FirstTwiceGrain).FullName!);
        Assert.Equal("firsttwice/a", first.GetGrainId().ToString());
    }

    [Fact]
    public void An_interface_of_an_assembly_that_is_not_scanned_is_named()
    {
        using var services = Services(typeof(string).Assembly);
        var thrown = Assert.Throws<ArgumentException>(() => Factory(services).GetGrain<IPeer>("a"));
        Assert.Contains("IPeer", thrown.Message);
    }

    [Fact]
    public async Task A_store_that_is_not_registered_is_named()
    {
        await using var services = Services();
        var thrown = await Assert.ThrowsAsync<BadProviderConfigException>(
            () => Factory(services).GetGrain<IKeeper>("a").Get());
        Assert.Contains("Memory", thrown.Message);
        Assert.Contains("KeeperGrain", thrown.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_grain_needs_a_key(string? key)
    {
        using var services = Services();
        Assert.ThrowsAny<ArgumentException>(() => Factory(services).GetGrain<IPeer>(key!));
    }

    [Fact]
    public void Bounds_that_make_no_sense_are_refused()
    {
        using var services = new ServiceCollection()
            .AddEmbeddedGrainHost(options => options.ResponseTimeout = TimeSpan.Zero, typeof(IPeer).Assembly)
            .BuildServiceProvider();
        Assert.Throws<OrleansConfigurationException>(() => Factory(services));
    }

    [Fact]
    public void A_grain_made_by_hand_says_that_it_has_no_activation()
    {
        var grain = new FirstTwiceGrain();
        Assert.Throws<InvalidOperationException>(() => grain.IdentityString);
        Assert.Throws<InvalidOperationException>(() => grain.RegisterGrainTimer(
            () => Task.CompletedTask, TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    private static IGrainFactory Factory(IServiceProvider services) => services.GetRequiredService<IGrainFactory>();

    private static ServiceProvider Services(params Assembly[] assemblies) => new ServiceCollection()
        .AddSingleton<Probe>()
        .AddEmbeddedGrainHost(_ => { }, assemblies.Length > 0 ? assemblies : [typeof(IPeer).Assembly])
        .BuildServiceProvider();
}

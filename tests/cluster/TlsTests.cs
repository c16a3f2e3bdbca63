using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Ticketing.Silo;

namespace Ticketing.Tests.Orleans;

/// <summary>Only members of the installation can join, call or read. The certificate alone keeps others out.</summary>
public sealed class TlsTests(TlsRedis redis) : IClassFixture<TlsRedis>, IAsyncDisposable
{
    private readonly TlsAuthority authority = new("ours");
    private readonly TlsAuthority stranger = new("a stranger's");
    private readonly TlsCluster cluster = new(redis.ConnectionString);

    public static TheoryData<string> Strangers =>
    [
        "plain TCP", "no certificate", "self-signed", "another authority", "expired", "another name",
    ];

    [Fact]
    public async Task Members_call_each_other()
    {
        using var files = new TlsFiles(authority.Issue(), authority);
        await cluster.StartMemberAsync(files);
        await cluster.StartMemberAsync(files);
        var client = await cluster.ConnectMemberAsync(files);

        var places = await CallAsync(client, grains: 40);

        Assert.Equal(2, places);
    }

    [Fact]
    public async Task A_member_whose_certificate_is_by_an_intermediate_authority_is_one()
    {
        var (pair, intermediate) = authority.IssueByIntermediate();
        using var files = new TlsFiles(pair with { Certificate = $"{pair.Certificate}\n{intermediate}" }, authority);
        await cluster.StartMemberAsync(files);
        await cluster.StartMemberAsync(files);
        var client = await cluster.ConnectMemberAsync(files);

        Assert.Equal(2, await CallAsync(client, grains: 40));
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_stranger_hears_nothing_at_either_port(string kind)
    {
        var own = authority.Issue();
        using var files = new TlsFiles(own, authority);
        var silo = await cluster.StartMemberAsync(files);

        foreach (var port in Ports(silo))
        {
            var (isOpen, heard, _) = await TlsWire.ListenAsync(port, Identity(kind), TimeSpan.FromSeconds(20));
            Assert.False(isOpen);
            // At most an unencrypted fatal TLS alert (type 0x15, 7 bytes) gives the reason.
            Assert.True(heard.Length == 0 || (heard[0] == 0x15 && heard.Length == 7), Convert.ToHexString(heard));

            // To a member the silo's port sends its identity at once; the gateway waits for the member's identity
            // first.
            var (isMembersOpen, greeting, shown) = await TlsWire.ListenAsync(
                port, new TlsIdentity(authority.Issue()), TimeSpan.FromSeconds(2));
            Assert.True(isMembersOpen || greeting.Length > 0);
            Assert.Equal(own.SerialNumber, shown);
        }
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_client_of_a_stranger_cannot_call(string kind)
    {
        using var files = new TlsFiles(authority.Issue(), authority);
        await cluster.StartMemberAsync(files);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.ConnectIntruderAsync(Identity(kind)));

        // The same client succeeds with a member's certificate, so only the certificate was missing.
        var client = await cluster.ConnectIntruderAsync(new TlsIdentity(authority.Issue()));
        Assert.Equal("yes", await client.GetGrain<ITlsEchoGrain>("a").Echo("yes"));
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_silo_of_a_stranger_cannot_join(string kind)
    {
        using var files = new TlsFiles(authority.Issue(), authority);
        await cluster.StartMemberAsync(files);
        var client = await cluster.ConnectMemberAsync(files);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.StartIntruderAsync(Identity(kind)));
        Assert.Equal(1, await ActiveAsync(client));

        await cluster.StartIntruderAsync(new TlsIdentity(authority.Issue()));
        Assert.Equal(2, await ActiveAsync(client));
    }

    [Theory]
    [InlineData("self-signed")]
    [InlineData("another authority")]
    [InlineData("expired")]
    [InlineData("another name")]
    public async Task A_member_does_not_talk_to_a_silo_that_is_none(string kind)
    {
        using var files = new TlsFiles(authority.Issue(), authority);
        // Alone in its cluster, the intruder needs no member to accept it.
        await cluster.StartIntruderAsync(Identity(kind));

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.ConnectMemberAsync(files));
    }

    [Fact]
    public async Task Whoever_reads_along_reads_nothing()
    {
        using var files = new TlsFiles(authority.Issue(), authority);
        await using var tap = new TlsTap();
        await cluster.StartMemberAsync(files, tap);
        var client = await cluster.ConnectMemberAsync(files);
        await client.GetGrain<ITlsEchoGrain>("a").Echo("a seat's buyer");
        Assert.True(tap.Count > 1_000);
        Assert.False(tap.HasHeard("a seat's buyer"));

        // Without TLS the tap does see the text.
        await using var open = new TlsCluster(redis.ConnectionString);
        await using var other = new TlsTap();
        await open.StartIntruderAsync(new TlsIdentity(null, IsPlain: true), other);
        var careless = await open.ConnectIntruderAsync(new TlsIdentity(null, IsPlain: true));
        await careless.GetGrain<ITlsEchoGrain>("a").Echo("a seat's buyer");
        Assert.True(other.HasHeard("a seat's buyer"));
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        authority.Dispose();
        stranger.Dispose();
    }

    /// <summary>Calls grains on every silo, through each other. Returns the number of silos that they are on.</summary>
    private static async Task<int> CallAsync(IClusterClient client, int grains)
    {
        var places = new HashSet<string>();
        for (var number = 0; number < grains; number++)
        {
            var grain = client.GetGrain<ITlsEchoGrain>($"{number}");
            Assert.Equal("text", await grain.Through($"{(number + 1) % grains}", "text"));
            places.Add(await grain.Place());
        }

        return places.Count;
    }

    private static async Task<int> ActiveAsync(IClusterClient client) =>
        (await client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count;

    private static IPEndPoint[] Ports(IHost silo)
    {
        var endpoints = silo.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        return
        [
            new IPEndPoint(IPAddress.Loopback, endpoints.SiloPort),
            new IPEndPoint(IPAddress.Loopback, endpoints.GatewayPort),
        ];
    }

    private TlsIdentity Identity(string kind) => kind switch
    {
        "plain TCP" => new TlsIdentity(null, IsPlain: true),
        "no certificate" => new TlsIdentity(null),
        "self-signed" => new TlsIdentity(TlsAuthority.SelfSigned()),
        "another authority" => new TlsIdentity(stranger.Issue()),
        "expired" => new TlsIdentity(authority.IssueExpired()),
        "another name" => new TlsIdentity(authority.IssueFor(
            "other.test", MemberCertificate.ServerUsage, MemberCertificate.ClientUsage)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

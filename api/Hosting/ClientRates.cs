using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>
/// The request rate of one client; requests above it are answered 429. This limits rates only: a limiter that made
/// requests wait here would take their tokens twice. <see cref="WorkGate"/> bounds the work of the process.
/// </summary>
internal static class ClientRates
{
    private const int AddressBytesOfNetwork = 8;

    public static IServiceCollection AddClientRates(this IServiceCollection services)
    {
        services.AddRateLimiter();
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<ApiOptions>>((limiter, options) =>
        {
            limiter.OnRejected = ExplainAsync;
            if (options.Value.RateLimits is { Enabled: true } rates)
            {
                limiter.GlobalLimiter =
                    PartitionedRateLimiter.Create<HttpContext, ClientKey>(context => OfClient(context, rates));
            }
        });
        return services;
    }

    private static RateLimitPartition<ClientKey> OfClient(HttpContext context, RateLimitOptions rates) =>
        context.GetEndpoint()?.Metadata.GetMetadata<WorkNote>()?.Kind switch
        {
            WorkKind.Password =>
                Bucket(new("passwords", AddressOf(context)), rates.PasswordsPerSecond, rates.PasswordBurst),
            WorkKind.Write or WorkKind.Payment or WorkKind.Join or WorkKind.Import =>
                Bucket(new("writes", ClientOf(context)), rates.WritesPerSecond, rates.WriteBurst),
            _ => Bucket(new("reads", ClientOf(context)), rates.ReadsPerSecond, rates.ReadBurst),
        };

    private static RateLimitPartition<ClientKey> Bucket(ClientKey key, int perSecond, int burst) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });

    private static string ClientOf(HttpContext context) =>
        context.User.FindId()?.ToString() ?? AddressOf(context);

    /// <summary>The client's address; of an IPv6 client, its /64 network.</summary>
    public static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, AddressBytesOfNetwork))
            : address.ToString();
    }

    private static async ValueTask ExplainAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.Zero;
        await Problems.TooManyRequests.Occurs()
            .RetryAfter(Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)))
            .ExecuteAsync(rejected.HttpContext);
    }
}

/// <summary>The key of a counter: requests of one kind by one client.</summary>
internal readonly record struct ClientKey(string Kind, string Client);

/// <summary>The lease of work that is not bounded.</summary>
internal sealed class NoLimit : RateLimitLease
{
    public static readonly NoLimit Lease = new();

    public override bool IsAcquired => true;

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }
}

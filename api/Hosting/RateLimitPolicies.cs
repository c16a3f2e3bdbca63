using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>Two kinds of limits: what one client may ask for (429), and what the process does at once (503).</summary>
internal static class RateLimitPolicies
{
    public const string Writes = "writes";
    public const string Passwords = "passwords";
    public const string Imports = "imports";

    private const int OverloadedRetrySeconds = 1;
    private const int AddressBytesOfNetwork = 8;

    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddRateLimiter();
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<ApiOptions>>((limiter, options) =>
        {
            var concurrency = options.Value.Concurrency;
            limiter.OnRejected = ExplainAsync;
            if (options.Value.RateLimits is { Enabled: true } rates)
            {
                limiter.GlobalLimiter =
                    PartitionedRateLimiter.Create<HttpContext, ClientKey>(context => OfClient(context, rates));
            }

            limiter.AddAtOnce(Writes, concurrency, concurrency.Writes, concurrency.WritesQueued);
            limiter.AddAtOnce(Passwords, concurrency, concurrency.Passwords, concurrency.PasswordsQueued);
            limiter.AddAtOnce(Imports, concurrency, concurrency.Imports, concurrency.ImportsQueued);
        });
        return services;
    }

    private static void AddAtOnce(
        this RateLimiterOptions limiter, string policy, ConcurrencyOptions options, int atOnce, int queued) =>
        limiter.AddPolicy(policy, _ => options.Enabled
            ? RateLimitPartition.GetConcurrencyLimiter(policy, _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = atOnce,
                QueueLimit = queued,
            })
            : RateLimitPartition.GetNoLimiter(policy));

    private static RateLimitPartition<ClientKey> OfClient(HttpContext context, RateLimitOptions rates)
    {
        var policy = context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;
        return policy switch
        {
            Passwords => Bucket(new(policy, AddressOf(context)), rates.PasswordsPerSecond, rates.PasswordBurst),
            Writes or Imports => Bucket(new(Writes, ClientOf(context)), rates.WritesPerSecond, rates.WriteBurst),
            _ => Bucket(new("reads", ClientOf(context)), rates.ReadsPerSecond, rates.ReadBurst),
        };
    }

    private static RateLimitPartition<ClientKey> Bucket(ClientKey key, int perSecond, int burst) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });

    private static string ClientOf(HttpContext context) =>
        context.User.FindId()?.ToString() ?? AddressOf(context);

    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, AddressBytesOfNetwork))
            : address.ToString();
    }

    /// <summary>Only the limits of a client know when to come back.</summary>
    private static async ValueTask ExplainAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var problem = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? Problems.TooManyRequests.Occurs().RetryAfter(Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)))
            : Problems.Overloaded.Occurs().RetryAfter(OverloadedRetrySeconds);
        await problem.ExecuteAsync(rejected.HttpContext);
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>How the API is offered; configuration section <c>Ticketing:Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Ticketing:Api";

    /// <summary>Bodies above this are answered 413, except seating plans.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)]
    public int RequestBodyMaxBytes { get; set; } = 64 * 1_024;

    /// <summary>A schedule with its seating plan above this is answered 413.</summary>
    [Range(1_024, 256 * 1_024 * 1_024)]
    public int PlanBodyMaxBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>Seating plans kept ready to be sent, raw and gzipped together; at least the last one.</summary>
    [Range(1_024, 16_384.0 * 1_024 * 1_024)]
    public long PlanCacheMaxBytes { get; set; } = 128L * 1_024 * 1_024;

    /// <summary>Connections above this are closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>How long a token from <c>POST /sessions</c> is good.</summary>
    [Range(1, 30 * 86_400)]
    public int AccessTokenSeconds { get; set; } = 12 * 3_600;

    /// <summary>Rounds of PBKDF2-HMAC-SHA512; OWASP asks for 210,000 (2023). Tests take fewer.</summary>
    [Range(1, 10_000_000)]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>How long a payment waits for its end before it is answered 202.</summary>
    [Range(0, 60)]
    public int PaymentWaitSeconds { get; set; } = 5;

    [ValidateObjectMembers]
    public RateLimitOptions RateLimits { get; set; } = new();

    [ValidateObjectMembers]
    public ConcurrencyOptions Concurrency { get; set; } = new();
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>Limits and waits of the API; configuration section <c>Ticketing:Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Ticketing:Api";

    /// <summary>Larger request bodies are answered 413, except seating plans.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)]
    public int RequestBodyMaxBytes { get; set; } = 64 * 1_024;

    /// <summary>A larger schedule with its seating plan is answered 413.</summary>
    [Range(1_024, 256 * 1_024 * 1_024)]
    public int PlanBodyMaxBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>Seating plans kept ready to be sent, raw and gzipped together; at least the last one.</summary>
    [Range(1_024, 16_384.0 * 1_024 * 1_024)]
    public long PlanCacheMaxBytes { get; set; } = 128L * 1_024 * 1_024;

    /// <summary>Drawings of seating plans kept ready to be sent, in all their forms; at least the last one.</summary>
    [Range(1_024, 16_384.0 * 1_024 * 1_024)]
    public long DrawingCacheMaxBytes { get; set; } = 32L * 1_024 * 1_024;

    /// <summary>Connections above this are closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>How long a token from <c>POST /sessions</c>, or the session of a browser, is valid.</summary>
    [Range(1, 30 * 86_400)]
    public int AccessTokenSeconds { get; set; } = 12 * 3_600;

    /// <summary>Rounds of PBKDF2-HMAC-SHA512; OWASP asks for 210,000 (2023). Tests take fewer.</summary>
    [Range(1, 10_000_000)]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>How long a payment request waits for the order to end before it is answered 202.</summary>
    [Range(0, 60)]
    public int PaymentWaitSeconds { get; set; } = 5;

    [ValidateObjectMembers]
    public OriginOptions Cors { get; set; } = new();

    [ValidateObjectMembers]
    public RateLimitOptions RateLimits { get; set; } = new();

    [ValidateObjectMembers]
    public ConcurrencyOptions Concurrency { get; set; } = new();
}

/// <summary>Bounds of simultaneous work, for all clients together. Requests above a bound are answered 503.</summary>
public sealed class ConcurrencyOptions
{
    /// <summary>Off for load tests.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long a request waits to begin before it is refused.</summary>
    [Range(1, 60)]
    public int MaxWaitSeconds { get; set; } = 5;

    /// <summary>Reservations, cancellations and other changes in progress.</summary>
    [Range(1, 1_000_000)]
    public int Writes { get; set; } = 2_000;

    /// <summary>Changes that wait to begin.</summary>
    [Range(0, 1_000_000)]
    public int WritesQueued { get; set; } = 4_000;

    /// <summary>Payment requests that wait for their order to end; slow ones do not keep fans from reserving.</summary>
    [Range(1, 1_000_000)]
    public int Payments { get; set; } = 4_000;

    /// <summary>Payments that wait to begin.</summary>
    [Range(0, 1_000_000)]
    public int PaymentsQueued { get; set; } = 4_000;

    /// <summary>Fans who are joining a queue; a rush does not keep other fans from paying.</summary>
    [Range(1, 1_000_000)]
    public int Joins { get; set; } = 4_000;

    /// <summary>Fans who wait to join.</summary>
    [Range(0, 1_000_000)]
    public int JoinsQueued { get; set; } = 8_000;

    /// <summary>
    /// Passwords hashed at the same time, each on a core of its own; half of the cores when not set.
    /// </summary>
    [Range(1, 1_000)]
    public int Passwords { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Passwords that wait to be hashed.</summary>
    [Range(0, 100_000)]
    public int PasswordsQueued { get; set; } = 200;

    /// <summary>Seating plans imported at the same time; each needs some hundred MB for a moment.</summary>
    [Range(1, 100)]
    public int Imports { get; set; } = 1;

    /// <summary>Seating plans that wait to be imported.</summary>
    [Range(0, 1_000)]
    public int ImportsQueued { get; set; } = 8;

    /// <summary>Seating plans sent at the same time; each takes some 100 KB while it is sent.</summary>
    [Range(1, 100_000)]
    public int PlanSenders { get; set; } = 1_000;

    /// <summary>Requests that wait to be sent a seating plan.</summary>
    [Range(0, 100_000)]
    public int PlanSendersQueued { get; set; } = 1_000;

    /// <summary>Streams of places in queues that are open at the same time.</summary>
    [Range(1, 1_000_000)]
    public int Streams { get; set; } = 10_000;

    /// <summary>Streams of the same place in a queue: one for each device of a fan.</summary>
    [Range(1, 1_000)]
    public int StreamsPerPlace { get; set; } = 3;

    /// <summary>
    /// Streams of seat maps that are open at the same time; they do not take the streams of fans who wait in a queue.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MapStreams { get; set; } = 10_000;

    /// <summary>Streams of seat maps from one address; many fans may share it.</summary>
    [Range(1, 1_000_000)]
    public int MapStreamsPerAddress { get; set; } = 1_000;
}

/// <summary>
/// The request rate of one client: a signed-in user, else an address (IPv6: its /64). Requests above it are answered
/// 429. The defaults are generous, because many fans may share an address.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>Off for load tests.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests that change nothing, on average.</summary>
    [Range(1, 1_000_000)]
    public int ReadsPerSecond { get; set; } = 100;

    /// <summary>The largest burst of reads after a pause.</summary>
    [Range(1, 1_000_000)]
    public int ReadBurst { get; set; } = 500;

    /// <summary>Requests that change something, on average.</summary>
    [Range(1, 1_000_000)]
    public int WritesPerSecond { get; set; } = 30;

    /// <summary>The largest burst of writes after a pause.</summary>
    [Range(1, 1_000_000)]
    public int WriteBurst { get; set; } = 150;

    /// <summary>Sign-ups and sign-ins of an address a second.</summary>
    [Range(1, 1_000_000)]
    public int PasswordsPerSecond { get; set; } = 2;

    /// <summary>The largest burst of sign-ups and sign-ins of an address after a pause.</summary>
    [Range(1, 1_000_000)]
    public int PasswordBurst { get; set; } = 60;

    /// <summary>
    /// Failed sign-ins of an account from one address, or from all addresses that never signed in to it, before the
    /// next ones must wait: 1 s, 2 s, 4 s and so on.
    /// </summary>
    [Range(1, 1_000)]
    public int FailuresPerAccount { get; set; } = 10;

    /// <summary>The longest wait of an address that never signed in, because of the failures of others.</summary>
    [Range(1, 3_600)]
    public int AccountWaitSeconds { get; set; } = 60;

    /// <summary>
    /// Failed sign-ins from one address, at accounts that were never signed in to from it, before the next ones must
    /// wait.
    /// </summary>
    [Range(1, 100_000)]
    public int FailuresPerAddress { get; set; } = 100;

    /// <summary>The longest wait because of the failures at an address, which many fans may share.</summary>
    [Range(1, 3_600)]
    public int AddressWaitSeconds { get; set; } = 10;
}

/// <summary>
/// The operators' accounts, a list; configuration section <c>Ticketing:Operators</c>. An account that is no longer in
/// the list stops being an operator when an api process next starts.
/// </summary>
public sealed class OperatorOptions
{
    public const string Section = "Ticketing:Operators";

    /// <summary>The email that the operator signs in with, in any case of letters.</summary>
    public string Email { get; set; } = "";

    /// <summary>8 to 128 characters. Changing it ends the sessions that began with the old one.</summary>
    public string Password { get; set; } = "";
}

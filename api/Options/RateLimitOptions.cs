using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api;

/// <summary>
/// What one client may ask for: a signed-in user, else an address (IPv6: its /64). Above it is answered 429. Generous,
/// as many fans may share an address.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>Off for load tests.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests that change nothing, on average.</summary>
    [Range(1, 1_000_000)]
    public int ReadsPerSecond { get; set; } = 100;

    /// <summary>Reads at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int ReadBurst { get; set; } = 500;

    /// <summary>Requests that change something, on average.</summary>
    [Range(1, 1_000_000)]
    public int WritesPerSecond { get; set; } = 30;

    /// <summary>Writes at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int WriteBurst { get; set; } = 150;

    /// <summary>Sign-ups and sign-ins of an address a second.</summary>
    [Range(1, 1_000_000)]
    public int PasswordsPerSecond { get; set; } = 2;

    /// <summary>Sign-ups and sign-ins of an address at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int PasswordBurst { get; set; } = 60;
}

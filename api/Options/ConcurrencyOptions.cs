using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api;

/// <summary>What the process does at the same time, for all clients together. Above it is answered 503.</summary>
public sealed class ConcurrencyOptions
{
    /// <summary>Off for load tests.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long a request waits for its turn before it is refused.</summary>
    [Range(1, 60)]
    public int MaxWaitSeconds { get; set; } = 5;

    /// <summary>Reservations, payments and other changes under way.</summary>
    [Range(1, 1_000_000)]
    public int Writes { get; set; } = 2_000;

    /// <summary>Changes that wait for their turn.</summary>
    [Range(0, 1_000_000)]
    public int WritesQueued { get; set; } = 4_000;

    /// <summary>Payments that wait for their end; apart, so that slow ones keep nobody from reserving.</summary>
    [Range(1, 1_000_000)]
    public int Payments { get; set; } = 4_000;

    /// <summary>Payments that wait to begin.</summary>
    [Range(0, 1_000_000)]
    public int PaymentsQueued { get; set; } = 4_000;

    /// <summary>Fans being given a place in a queue; apart, so that a rush keeps nobody from paying.</summary>
    [Range(1, 1_000_000)]
    public int Joins { get; set; } = 4_000;

    /// <summary>Fans who wait to be given a place.</summary>
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

    /// <summary>Seating plans imported at the same time; each takes some hundred MB for a moment.</summary>
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

    /// <summary>Streams of the same place: a fan's devices.</summary>
    [Range(1, 1_000)]
    public int StreamsPerPlace { get; set; } = 3;

    /// <summary>
    /// Streams of seat maps that are open at the same time; apart, as anybody may look, and a fan in a queue must.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MapStreams { get; set; } = 10_000;

    /// <summary>Streams of seat maps of one address; many fans may share it.</summary>
    [Range(1, 1_000_000)]
    public int MapStreamsPerAddress { get; set; } = 1_000;
}

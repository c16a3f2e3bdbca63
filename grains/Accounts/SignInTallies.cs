using System.Collections.Immutable;

namespace Ticketing.Accounts;

/// <summary>Limits of counting failed sign-ins.</summary>
public static class SignInLimits
{
    /// <summary>Targets that one lane remembers; the one that was used least recently is forgotten first.</summary>
    public const int MaxTargetsPerLane = 4_096;

    /// <summary>Addresses that are remembered of an account, known ones included.</summary>
    public const int MaxAddressesPerAccount = 16;

    /// <summary>Addresses from which an account was signed in to and that keep an allowance of their own.</summary>
    public const int MaxKnownAddresses = 8;

    /// <summary>The longest wait of an address because of its own failures.</summary>
    public const int MaxOwnWaitSeconds = 900;

    /// <summary>One failure is forgiven for each period of this length.</summary>
    public const int ForgivenAfterSeconds = 600;

    /// <summary>The wait doubles with each failure so often, then it has long reached its maximum.</summary>
    public const int MaxDoublings = 16;

    /// <summary>How long a lane without attempts keeps its counts.</summary>
    public const int IdleHours = 24;
}

/// <summary>Failed attempts, and until when the next one must wait. Pure.</summary>
public readonly record struct Tally(int Failures, DateTimeOffset CountedAt, DateTimeOffset NotBefore)
{
    public int WaitSeconds(DateTimeOffset now) => Math.Max(0, (int)Math.Ceiling((NotBefore - now).TotalSeconds));

    /// <summary>One attempt more, which fails unless it is uncounted.</summary>
    public Tally Count(DateTimeOffset now, int allowed, int maxWaitSeconds)
    {
        var forgiven = (int)Math.Min(Failures, (now - CountedAt).TotalSeconds / SignInLimits.ForgivenAfterSeconds);
        var failures = Math.Min(Failures - forgiven + 1, allowed + SignInLimits.MaxDoublings);
        var wait = failures < allowed ? 0 : Math.Min(maxWaitSeconds, 1 << (failures - allowed));
        return new Tally(failures, now, now.AddSeconds(wait));
    }

    public Tally Uncount(int failures) => this with { Failures = Math.Max(0, Failures - failures) };
}

/// <summary>The attempts at one target. Immutable; the rules are pure.</summary>
/// <param name="Others">Attempts from addresses that never signed in, all together.</param>
/// <param name="Callers">By address; at most <see cref="SignInLimits.MaxAddressesPerAccount"/>.</param>
/// <param name="UsedAt">When it was asked last.</param>
public sealed record SignInTarget(
    Tally Others, ImmutableDictionary<string, SignInCaller> Callers, DateTimeOffset UsedAt)
{
    public static SignInTarget New { get; } = new(
        default, ImmutableDictionary.Create<string, SignInCaller>(StringComparer.Ordinal), default);

    /// <summary>
    /// An address pays for its own failures with long waits, which concern no other address. An address that never
    /// signed in also waits for the failures of all such addresses, but only shortly: whoever attacks an account delays
    /// its owner at a new address by seconds, and at a known one not at all.
    /// </summary>
    public (SignInTarget Next, SignInPermit Permit) Begin(SignInAttempt attempt, DateTimeOffset now)
    {
        var caller = Callers.GetValueOrDefault(attempt.Address, default);
        var wait = Math.Max(caller.Own.WaitSeconds(now), caller.IsKnown ? 0 : Others.WaitSeconds(now));
        if (wait > 0)
            return (this with { UsedAt = now }, new SignInPermit(wait, caller.IsKnown));
        var next = this with
        {
            UsedAt = now,
            Others = caller.IsKnown
                ? Others
                : Others.Count(now, attempt.FailuresAllowed, attempt.MaxSharedWaitSeconds),
        };
        if (attempt.Address.Length > 0)
        {
            next = next.With(attempt.Address, caller with
            {
                Own = caller.Own.Count(now, attempt.FailuresAllowed, SignInLimits.MaxOwnWaitSeconds),
            });
        }

        return (next, new SignInPermit(0, caller.IsKnown));
    }

    /// <summary>A success at an address makes up for a failure there: many people may share the address.</summary>
    public SignInTarget End(SignInAttempt attempt, SignInEnd end)
    {
        var succeeded = end == SignInEnd.Succeeded;
        if (attempt.Address.Length == 0)
            return this with { Others = Others.Uncount(succeeded ? 2 : 1) };
        var caller = Callers.GetValueOrDefault(attempt.Address, default);
        var next = caller.IsKnown ? this : this with { Others = Others.Uncount(1) };
        return next.With(attempt.Address, succeeded
            ? new SignInCaller(default(Tally) with { CountedAt = UsedAt }, IsKnown: true)
            : caller with { Own = caller.Own.Uncount(1) });
    }

    private SignInTarget With(string address, SignInCaller caller)
    {
        var callers = Callers.SetItem(address, caller);
        if (callers.Count(one => one.Value.IsKnown) > SignInLimits.MaxKnownAddresses)
            callers = callers.Remove(Oldest(callers.Where(one => one.Value.IsKnown && one.Key != address)));
        if (callers.Count > SignInLimits.MaxAddressesPerAccount)
            callers = callers.Remove(Oldest(callers.Where(one => !one.Value.IsKnown && one.Key != address)));
        return this with { Callers = callers };
    }

    private static string Oldest(IEnumerable<KeyValuePair<string, SignInCaller>> callers) =>
        callers.MinBy(one => one.Value.Own.CountedAt).Key;
}

/// <summary>The attempts from one address to sign in to an account.</summary>
public readonly record struct SignInCaller(Tally Own, bool IsKnown);

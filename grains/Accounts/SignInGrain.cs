namespace Ticketing.Accounts;

/// <summary>
/// Counts failed sign-ins in memory. There is no grain an account: attempts at a million invented accounts would be a
/// million grains, and whether there is an account would show.
/// </summary>
[CollectionAgeLimit(Hours = SignInLimits.IdleHours)]
public sealed class SignInGrain(TimeProvider time) : Grain, ISignInGrain
{
    private readonly Dictionary<string, SignInTarget> targets = new(StringComparer.Ordinal);

    public Task<SignInPermit> Begin(SignInAttempt attempt)
    {
        var known = targets.GetValueOrDefault(attempt.Target, SignInTarget.New);
        var (next, permit) = known.Begin(attempt, time.GetUtcNow());
        targets[attempt.Target] = next;
        if (targets.Count > SignInLimits.MaxTargetsPerLane)
            targets.Remove(targets.MinBy(one => one.Value.UsedAt).Key);
        return Task.FromResult(permit);
    }

    public Task End(SignInAttempt attempt, SignInEnd end)
    {
        var known = targets.GetValueOrDefault(attempt.Target, SignInTarget.New);
        targets[attempt.Target] = known.End(attempt, end);
        return Task.CompletedTask;
    }
}

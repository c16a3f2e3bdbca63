namespace Ticketing.Accounts;

/// <summary>
/// Counts failed sign-ins of the targets of one lane; key: <see cref="GrainKeys.SignIns"/> of the target. The counts
/// are kept in memory: a silo that ends forgets those of its lanes.
/// </summary>
[Alias("Ticketing.ISignInGrain"), Version(1)]
public interface ISignInGrain : IGrainWithStringKey
{
    /// <summary>
    /// Asks whether an attempt may be made now. It counts as failed until <see cref="End"/> says otherwise, so that
    /// parallel attempts get no more guesses than those that come one after the other.
    /// </summary>
    [Alias("Begin")]
    Task<SignInPermit> Begin(SignInAttempt attempt);

    /// <summary>Says of an attempt that was begun that it has not failed.</summary>
    [Alias("End")]
    Task End(SignInAttempt attempt, SignInEnd end);
}

/// <summary>An attempt to sign in.</summary>
/// <param name="Target">A digest of what is counted: of an account's email, or of a client's address.</param>
/// <param name="Address">A digest of the client's address; empty when the target is an address itself.</param>
/// <param name="FailuresAllowed">Failures before attempts must wait.</param>
/// <param name="MaxSharedWaitSeconds">The longest wait because of what others have done.</param>
[GenerateSerializer, Immutable, Alias("SignInAttempt")]
public sealed record SignInAttempt(
    [property: Id(0)] string Target,
    [property: Id(1)] string Address,
    [property: Id(2)] int FailuresAllowed,
    [property: Id(3)] int MaxSharedWaitSeconds);

/// <summary>The answer to an attempt.</summary>
/// <param name="WaitSeconds">0: the attempt may be made. Otherwise it is refused, and was not counted.</param>
/// <param name="IsKnown">The account was signed in to from this address before.</param>
[GenerateSerializer, Immutable, Alias("SignInPermit")]
public sealed record SignInPermit([property: Id(0)] int WaitSeconds, [property: Id(1)] bool IsKnown);

/// <summary>How an attempt has ended that has not failed.</summary>
[GenerateSerializer, Alias("SignInEnd")]
public enum SignInEnd
{
    /// <summary>The password was not compared; the attempt does not count.</summary>
    NotTried,

    /// <summary>The password was right.</summary>
    Succeeded,
}

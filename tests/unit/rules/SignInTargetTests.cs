using Ticketing.Accounts;

namespace Ticketing.Tests.Rules;

/// <summary>Ten failures, then waits that grow, and never for long because of somebody else.</summary>
public class SignInTargetTests
{
    private const int Allowed = 10;
    private const int MaxShared = 60;

    private static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private SignInTarget target = SignInTarget.New;
    private DateTimeOffset now = Start;

    [Fact]
    public void After_ten_failures_an_address_waits_and_each_further_failure_doubles_the_wait()
    {
        for (var attempt = 0; attempt < Allowed; attempt++)
            Assert.Equal(0, Fail("a"));
        List<int> waits = [];
        for (var round = 0; round < 12; round++)
        {
            waits.Add(Fail("a"));
            now = now.AddSeconds(waits[^1]);
            Assert.Equal(0, Fail("a"));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900], waits);
    }

    [Fact]
    public void An_attempt_that_must_wait_counts_for_nothing()
    {
        for (var attempt = 0; attempt < 100; attempt++)
            Fail("a");
        now = now.AddSeconds(1);

        Assert.Equal(0, Fail("a"));
        Assert.Equal(2, Fail("a"));
    }

    [Fact]
    public void A_success_ends_the_count()
    {
        for (var attempt = 0; attempt < Allowed - 1; attempt++)
            Fail("a");
        Succeed("a");

        for (var attempt = 0; attempt < Allowed; attempt++)
            Assert.Equal(0, Fail("a"));
        Assert.Equal(1, Fail("a"));
    }

    [Fact]
    public void Whoever_attacks_an_account_delays_its_owner_at_a_new_address_shortly_and_at_a_known_one_not_at_all()
    {
        Succeed("home");
        for (var attempt = 0; attempt < 5_000; attempt++)
        {
            Fail($"bot {attempt % 200}");
            now = now.AddSeconds(1);
        }

        Assert.Equal(0, Begin("home").WaitSeconds);
        Assert.InRange(Begin("hotel").WaitSeconds, 0, MaxShared);
        now = now.AddSeconds(MaxShared);
        Assert.Equal(0, Begin("hotel").WaitSeconds);
    }

    [Fact]
    public void Many_addresses_get_no_more_guesses_than_one_until_they_wait()
    {
        var compared = Enumerable.Range(0, 1_000).Count(bot => Fail($"bot {bot}") == 0);

        Assert.Equal(Allowed, compared);
    }

    [Fact]
    public void A_known_address_pays_for_its_own_failures()
    {
        Succeed("home");
        for (var attempt = 0; attempt < Allowed; attempt++)
            Assert.Equal(0, Fail("home"));

        Assert.Equal(1, Fail("home"));
        Assert.Equal(0, Fail("elsewhere"));
    }

    [Fact]
    public void Failures_are_forgiven_with_time()
    {
        for (var attempt = 0; attempt < Allowed; attempt++)
            Fail("a");
        now = now.AddSeconds(3 * SignInLimits.ForgivenAfterSeconds);

        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(_ => Fail("a")));
        Assert.True(Fail("a") > 0);
    }

    [Fact]
    public void An_attempt_that_was_not_compared_does_not_count()
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            Assert.Equal(0, Begin("a").WaitSeconds);
            target = target.End(Attempt("a"), SignInEnd.NotTried);
        }
    }

    [Fact]
    public void Of_an_account_so_many_addresses_are_remembered_and_known_ones_longer()
    {
        Succeed("home");
        for (var bot = 0; bot < 1_000; bot++)
        {
            Fail($"bot {bot}");
            now = now.AddSeconds(MaxShared);
        }

        Assert.Equal(SignInLimits.MaxAddressesPerAccount, target.Callers.Count);
        Assert.True(Begin("home").IsKnown);
        for (var place = 0; place < 50; place++)
        {
            now = now.AddSeconds(MaxShared);
            Succeed($"place {place}");
        }

        Assert.Equal(SignInLimits.MaxKnownAddresses, target.Callers.Count(caller => caller.Value.IsKnown));
        Assert.True(Begin("place 49").IsKnown);
    }

    [Fact]
    public void At_an_address_that_many_share_successes_make_up_for_failures()
    {
        for (var fan = 0; fan < 1_000; fan++)
        {
            Assert.Equal(0, Begin("").WaitSeconds);
            if (fan % 3 > 0)
                target = target.End(Attempt(""), SignInEnd.Succeeded);
        }

        for (var fan = 1; fan < Allowed; fan++)
            Assert.Equal(0, Begin("").WaitSeconds);
        Assert.True(Begin("").WaitSeconds > 0);
    }

    private int Fail(string address) => Begin(address).WaitSeconds;

    private void Succeed(string address)
    {
        Assert.Equal(0, Begin(address).WaitSeconds);
        target = target.End(Attempt(address), SignInEnd.Succeeded);
    }

    private SignInPermit Begin(string address)
    {
        (target, var permit) = target.Begin(Attempt(address), now);
        return permit;
    }

    private static SignInAttempt Attempt(string address) => new("target", address, Allowed, MaxShared);
}

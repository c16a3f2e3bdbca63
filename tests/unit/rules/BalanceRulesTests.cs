using Ticketing.Balances;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

public class BalanceRulesTests
{
    private static readonly BalanceRow Hundred = new(Some.User, 100, 5);

    [Theory]
    [InlineData(LedgerKind.Charge, 40, 140, 40)]
    [InlineData(LedgerKind.Refund, 40, 140, 40)]
    [InlineData(LedgerKind.Debit, 100, 0, -100)]
    [InlineData(LedgerKind.Debit, 0, 100, 0)]
    public void A_change_writes_the_balance_and_the_same_in_the_ledger(
        LedgerKind kind, long amount, long balance, long entry)
    {
        var (next, written, result) = BalanceRules.Decide(Hundred, kind, new("op", amount, Some.Id), Some.Now);

        Assert.Equal(BalanceResult.Applied, result);
        Assert.Equal(new BalanceRow(Some.User, balance, 6), next);
        Assert.Equal(new LedgerRow(Some.User, "op", kind, entry, balance, Some.Id, Some.Now), written);
    }

    [Fact]
    public void A_debit_of_more_than_there_is_takes_nothing()
    {
        var (next, written, result) = BalanceRules.Decide(Hundred, LedgerKind.Debit, new("op", 101), Some.Now);

        Assert.Equal((Hundred with { Version = 6 }, BalanceResult.Insufficient), (next, result));
        Assert.Equal(new LedgerRow(Some.User, "op", LedgerKind.Refused, 0, 100, null, Some.Now), written);
    }

    [Fact]
    public void A_charge_is_refused_above_the_limit_but_a_refund_never()
    {
        var full = new BalanceRow(Some.User, Limits.MaxBalance, 5);

        Assert.Equal(
            BalanceResult.AboveLimit, BalanceRules.Decide(full, LedgerKind.Charge, new("op", 1), Some.Now).Result);
        Assert.Equal(
            BalanceResult.Applied, BalanceRules.Decide(full, LedgerKind.Refund, new("op", 1), Some.Now).Result);
    }

    [Fact]
    public void A_debit_that_was_refused_stays_refused()
    {
        var refused = new LedgerRow(Some.User, "op", LedgerKind.Refused, 0, 60, null, Some.Now);

        Assert.Equal(
            new BalanceOutcome(BalanceResult.Insufficient, 60),
            BalanceRules.Repeat(Hundred.Key, refused, LedgerKind.Debit, new("op", 40)));
        Assert.Equal(
            BalanceResult.OperationReused,
            BalanceRules.Repeat(Hundred.Key, refused, LedgerKind.Charge, new("op", 40)).Result);
    }

    [Fact]
    public void A_negative_amount_is_a_bug() =>
        Assert.Throws<InvalidOperationException>(
            () => BalanceRules.Decide(Hundred, LedgerKind.Charge, new("op", -1), Some.Now));

    [Fact]
    public void A_repeated_operation_is_answered_as_the_first_time_unless_it_is_another()
    {
        var entry = new LedgerRow(Some.User, "op", LedgerKind.Debit, -40, 60, null, Some.Now);

        Assert.Equal(
            new BalanceOutcome(BalanceResult.Applied, 60),
            BalanceRules.Repeat(Hundred.Key, entry, LedgerKind.Debit, new("op", 40)));
        Assert.Equal(
            BalanceResult.OperationReused,
            BalanceRules.Repeat(Hundred.Key, entry, LedgerKind.Debit, new("op", 41)).Result);
        Assert.Equal(
            BalanceResult.OperationReused,
            BalanceRules.Repeat(Hundred.Key, entry, LedgerKind.Refund, new("op", 40)).Result);
    }

    [Fact]
    public void A_change_is_written_in_the_currency_of_the_balance()
    {
        var (next, written, _) = BalanceRules.Decide(
            Hundred with { Currency = "EUR" }, LedgerKind.Debit, new("op", 40), Some.Now);

        Assert.Equal(("EUR", "EUR", 60L), (next.Currency, written!.Currency, next.Balance));
    }

    [Fact]
    public void An_operation_of_one_currency_is_never_repeated_in_another()
    {
        var entry = new LedgerRow(Some.User, "op", LedgerKind.Charge, 40, 60, null, Some.Now, "EUR");

        Assert.Equal(
            BalanceResult.Applied,
            BalanceRules.Repeat(new(Some.User, "EUR"), entry, LedgerKind.Charge, new("op", 40)).Result);
        Assert.Equal(
            BalanceResult.OperationReused,
            BalanceRules.Repeat(new(Some.User), entry, LedgerKind.Charge, new("op", 40)).Result);
        Assert.Throws<InvalidOperationException>(
            () => BalanceRules.PayBack(Hundred, entry, 0, Some.Id, Some.Id, Some.Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("EUR")]
    public void A_balance_is_found_by_user_and_currency(string? currency)
    {
        var key = new BalanceKey(Some.User, currency);

        Assert.Equal(key, GrainKeys.ParseBalance(GrainKeys.Balance(key)));
        Assert.Equal(currency is null, GrainKeys.Balance(key) == GrainKeys.Of(Some.User));
    }
}

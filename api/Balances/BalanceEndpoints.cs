using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Balances;
using Ticketing.Money;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class BalanceEndpoints
{
    public static void MapBalance(this IEndpointRouteBuilder api)
    {
        var balance = api.MapGroup("/balance").WithTags("Balance").RequireAuthorization();
        balance.MapGet("/", Get).WithSummary("Your money, in each currency that you have had");
        balance.MapPost("/charges", Charge)
            .WithSummary("Pay money in; returns the new balance in that currency")
            .Changes().NeedsIdempotencyKey()
            .Answers(Problems.KeyReused, Problems.BalanceLimit);
        balance.MapGet("/ledger", List)
            .WithSummary("The changes of your balances, or of the one in a currency, newest first")
            .Answers(Problems.InvalidRequest);
    }

    private static async Task<Ok<BalanceBody>> Get(
        ClaimsPrincipal user, IGrainFactory grains, LedgerReads reads, SalesOptions sales,
        CancellationToken cancellation)
    {
        var balance = await Grain(grains, new BalanceKey(user.Id())).Get();
        var others = await reads.BalancesAsync(user.Id(), cancellation);
        return TypedResults.Ok(new BalanceBody(
            balance,
            [
                CurrencyBalanceBody.Of(sales.DefaultCurrency, balance),
                .. others.Select(other => CurrencyBalanceBody.Of(other.Currency, other.Balance)),
            ]));
    }

    private static async Task<Results<Ok<CurrencyBalanceBody>, Problem>> Charge(
        ChargeRequest body, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, SalesOptions sales)
    {
        if (IdempotencyKey.Read(request, out var problem) is not { } key)
            return problem;
        if (body.Check() is { Any: true } errors)
            return errors.ToProblem();
        var balance = new BalanceKey(user.Id(), sales.Stored(body.Currency));
        var outcome = await Grain(grains, balance).Charge(new BalanceChange($"charge:{key}", body.Amount));
        var currency = sales.CodeOf(balance.Currency);
        return outcome.Result switch
        {
            BalanceResult.Applied => TypedResults.Ok(CurrencyBalanceBody.Of(currency, outcome.Balance)),
            BalanceResult.AboveLimit => Problems.BalanceLimit
                .At("$.amount", $"is too much: a balance holds at most {Limits.MaxBalance}")
                .With("balance", outcome.Balance).With("currency", currency),
            BalanceResult.OperationReused => Problems.KeyReused
                .At(IdempotencyKey.Header, "was used before with another amount or currency"),
            _ => throw new InvalidOperationException($"A charge had the unknown outcome {outcome.Result}."),
        };
    }

    private static async Task<Results<Ok<PageBody<LedgerEntryBody>>, Problem>> List(
        [AsParameters] PageQuery page, [FromQuery(Name = "currency")] string? typed, ClaimsPrincipal user,
        LedgerReads reads, SalesOptions sales, CancellationToken cancellation)
    {
        var currency = typed is null ? null : Texts.CleanCode(typed);
        if (currency is not null && Currencies.Fault(currency) is { } fault)
            return Problems.InvalidRequest.At("currency", fault);
        var list = Cursor.Of($"ledger {user.Id()} {currency}");
        if (!page.TryRead(list.ReadNumber, out var limit, out var position, out var problem))
            return problem;
        BalanceKey? only = currency is null ? null : new BalanceKey(user.Id(), sales.Stored(currency));
        var found = await reads.ListAsync(user.Id(), only, position.Below, limit, cancellation);
        return TypedResults.Ok(Pages.Of(
            found, limit, entry => LedgerEntryBody.Of(entry, sales), last => list.At(last.Number)));
    }

    private static IBalanceGrain Grain(IGrainFactory grains, BalanceKey key) =>
        grains.GetGrain<IBalanceGrain>(GrainKeys.Balance(key));
}

/// <summary>A fan's money. Amounts of different currencies are never added.</summary>
/// <param name="Balance">In the installation's currency, the first of <paramref name="Balances"/>.</param>
/// <param name="Balances">The installation's currency, then every other one that was paid in, by its code.</param>
public sealed record BalanceBody(long Balance, IReadOnlyList<CurrencyBalanceBody> Balances);

/// <summary>A fan's money in one currency.</summary>
/// <param name="Currency">A code of ISO 4217.</param>
/// <param name="MinorUnits">
/// Digits after the decimal point of that currency: a balance of 4000 is 40.00 when this is 2.
/// </param>
/// <param name="Balance">Whole minor units, never below 0.</param>
public sealed record CurrencyBalanceBody(string Currency, int MinorUnits, long Balance)
{
    internal static CurrencyBalanceBody Of(string currency, long balance) =>
        new(currency, Currencies.MinorUnits(currency), balance);
}

/// <summary>Pay money in.</summary>
/// <param name="Amount">Minor units, 1 to 100,000,000: 4000 is 4,000 won, or 40.00 euros.</param>
/// <param name="Currency">A code of ISO 4217; the installation's when not given.</param>
public sealed record ChargeRequest(long Amount, string? Currency = null)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        errors.Require(
            Amount is >= 1 and <= Limits.MaxChargeAmount, "$.amount", $"must be 1 to {Limits.MaxChargeAmount}");
        if (Currency is not null && Currencies.Fault(Currency) is { } fault)
            errors.Add("$.currency", fault);
        return errors;
    }
}

/// <summary>One change of a balance.</summary>
/// <param name="Currency">A code of ISO 4217; both amounts are in its minor units.</param>
/// <param name="Amount">With its sign: a debit is negative.</param>
/// <param name="BalanceAfter">The balance in this currency.</param>
/// <param name="ReservationId">The reservation that it belongs to, if any.</param>
public sealed record LedgerEntryBody(
    LedgerKind Kind, string Currency, long Amount, long BalanceAfter, Guid? ReservationId, DateTimeOffset At)
{
    internal static LedgerEntryBody Of(LedgerEntry entry, SalesOptions sales) => new(
        entry.Kind, sales.CodeOf(entry.Currency), entry.Amount, entry.BalanceAfter, entry.ReservationId, entry.At);
}

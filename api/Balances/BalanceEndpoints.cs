using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Balances;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class BalanceEndpoints
{
    public static void MapBalance(this IEndpointRouteBuilder api)
    {
        var balance = api.MapGroup("/balance").WithTags("Balance").RequireAuthorization();
        balance.MapGet("/", Get).WithSummary("Your points");
        balance.MapPost("/charges", Charge)
            .WithSummary("Buy points; returns the new balance")
            .Changes().NeedsIdempotencyKey()
            .Answers(Problems.KeyReused, Problems.BalanceLimit);
        balance.MapGet("/ledger", List)
            .WithSummary("The changes of your balance, newest first")
            .Answers(Problems.InvalidRequest);
    }

    private static async Task<Ok<BalanceBody>> Get(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(new BalanceBody(await grains.GetGrain<IBalanceGrain>(GrainKeys.Of(user.Id())).Get()));

    private static async Task<Results<Ok<BalanceBody>, Problem>> Charge(
        ChargeRequest body, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (IdempotencyKey.Read(request, out var problem) is not { } key)
            return problem;
        if (body.Amount is < 1 or > Limits.MaxChargeAmount)
            return Problems.InvalidRequest.At("$.amount", $"must be 1 to {Limits.MaxChargeAmount}");
        var grain = grains.GetGrain<IBalanceGrain>(GrainKeys.Of(user.Id()));
        var outcome = await grain.Charge(new BalanceChange($"charge:{key}", body.Amount));
        return outcome.Result switch
        {
            BalanceResult.Applied => TypedResults.Ok(new BalanceBody(outcome.Balance)),
            BalanceResult.AboveLimit => Problems.BalanceLimit
                .At("$.amount", $"is too much: a balance holds at most {Limits.MaxBalance}")
                .With("balance", outcome.Balance),
            BalanceResult.OperationReused => Problems.KeyReused
                .At(IdempotencyKey.Header, "was used before with another amount"),
            _ => throw new InvalidOperationException($"A charge had the unknown outcome {outcome.Result}."),
        };
    }

    private static async Task<Results<Ok<PageBody<LedgerEntryBody>>, Problem>> List(
        [AsParameters] PageQuery page, ClaimsPrincipal user, LedgerReads reads, CancellationToken cancellation)
    {
        var list = Cursor.Of($"ledger {user.Id()}");
        if (!page.TryRead(list.ReadNumber, out var limit, out var position, out var problem))
            return problem;
        var found = await reads.ListAsync(user.Id(), position.Below, limit, cancellation);
        return TypedResults.Ok(Pages.Of(found, limit, LedgerEntryBody.Of, last => list.At(last.Number)));
    }
}

/// <summary>A fan's balance.</summary>
/// <param name="Balance">Points, never below 0.</param>
public sealed record BalanceBody(long Balance);

/// <summary>Buy points.</summary>
/// <param name="Amount">Points, 1 to 100,000,000.</param>
public sealed record ChargeRequest(long Amount);

/// <summary>One change of a balance.</summary>
/// <param name="Amount">Points, with its sign: a debit is negative.</param>
/// <param name="BalanceAfter">Points.</param>
/// <param name="ReservationId">The reservation that it belongs to, if any.</param>
public sealed record LedgerEntryBody(
    LedgerKind Kind, long Amount, long BalanceAfter, Guid? ReservationId, DateTimeOffset At)
{
    internal static LedgerEntryBody Of(LedgerEntry entry) =>
        new(entry.Kind, entry.Amount, entry.BalanceAfter, entry.ReservationId, entry.At);
}

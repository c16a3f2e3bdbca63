using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Ticketing.Catalog;
using Ticketing.PostProcessing;
using Ticketing.Seats;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class OperatorEndpoints
{
    public static void MapOperator(this IEndpointRouteBuilder api)
    {
        var options = api.ServiceProvider.GetRequiredService<IOptions<ApiOptions>>().Value;
        var everything = api.MapGroup("/operator").WithTags("Operator").RequireOperator();
        everything.MapPost("/concerts", CreateConcert)
            .WithSummary("Offer a concert")
            .Changes().TakesIdempotencyKey().AnswersLocation()
            .Answers(Problems.KeyReused);
        everything.MapPost("/concerts/{id:guid}/schedules", CreateSchedule)
            .WithSummary("Put a date of a concert on sale, with its seating plan and prices")
            .Is(WorkKind.Import)
            .WithMetadata(new RequestSize(options.PlanBodyMaxBytes))
            .TakesIdempotencyKey()
            .AnswersLocation()
            .Answers(Problems.NotFound, Problems.InvalidPlan, Problems.KeyReused);
        var schedules = everything.MapGroup("/schedules/{id:guid}").Answers(Problems.NotFound);
        schedules.MapPatch("/", ChangeSchedule)
            .WithSummary("Change the terms of a sale; it takes effect within seconds")
            .Changes()
            .Answers(Problems.ScheduleConflict);
        schedules.MapPost("/blocked-seats", Block)
            .WithSummary("Take seats off sale, at once or when they come back")
            .Changes();
        schedules.MapDelete("/blocked-seats", Unblock)
            .WithSummary("Put blocked seats back on sale, or do not block them when they come back")
            .Changes();
        schedules.MapGet("/sales", GetSales)
            .WithSummary("The sales of a schedule, counted over its seats and its general admission");
        schedules.MapGet("/statistics", GetStatistics)
            .WithSummary("How a schedule sells, from the queue to the sold seat; counted from events");
    }

    private static async Task<Results<Created<ConcertBody>, Problem>> CreateConcert(
        ConcertRequest body, HttpRequest request, ClaimsPrincipal user, CatalogStore catalog)
    {
        if (!IdempotencyKey.IsAcceptable(request, out var problem))
            return problem;
        var result = await catalog.CreateConcertAsync(body.ToCommand(OperatorIds.Concert(user, request)));
        return result.Value is { } concert
            ? TypedResults.Created($"/api/v1/concerts/{concert.Id:D}", ConcertBody.Of(concert))
            : CatalogRefusals.Explain(result);
    }

    private static async Task<Results<Created<ScheduleBody>, Problem>> CreateSchedule(
        Guid id, ScheduleRequest body, HttpRequest request, ClaimsPrincipal user, CatalogStore catalog)
    {
        if (!IdempotencyKey.IsAcceptable(request, out var problem))
            return problem;
        var command = body.ToCommand(id, OperatorIds.Schedule(user, request));
        var result = await catalog.CreateScheduleAsync(command, request.HttpContext.RequestAborted);
        return result.Value is { } schedule
            ? TypedResults.Created($"/api/v1/schedules/{schedule.Id:D}", ScheduleBody.Of(schedule))
            : CatalogRefusals.Explain(result);
    }

    private static async Task<Results<Ok<ScheduleBody>, Problem>> ChangeSchedule(
        Guid id, ScheduleChange body, CatalogStore catalog)
    {
        if (await catalog.GetScheduleExactlyAsync(id) is not { } current)
            return Problems.NotFound.Occurs();
        var result = await catalog.UpdateScheduleAsync(id, body.ApplyTo(current.Settings), current.Version);
        return result.Value is { } changed
            ? TypedResults.Ok(ScheduleBody.Of(changed))
            : CatalogRefusals.Explain(result);
    }

    private static Task<Results<Ok<BlockedSeatsBody>, Problem>> Block(
        Guid id, BlockRequest body, IGrainFactory grains, SeatLabels labels) => AskSeats(
            id, new SeatList(body.Seats), grains, labels,
            seat => body.WhenFree ? seat.BlockWhenFree() : seat.Block());

    private static Task<Results<Ok<BlockedSeatsBody>, Problem>> Unblock(
        Guid id, [FromBody] SeatList body, IGrainFactory grains, SeatLabels labels) =>
        AskSeats(id, body, grains, labels, seat => seat.Unblock());

    private static async Task<Results<Ok<BlockedSeatsBody>, Problem>> AskSeats(
        Guid id, SeatList body, IGrainFactory grains, SeatLabels labels, Func<ISeatGrain, Task<BlockOutcome>> ask)
    {
        if (body.Check() is { Any: true } errors)
            return errors.ToProblem();
        return await TermsAsync(grains, id) is null
            ? Problems.NotFound.Occurs()
            : TypedResults.Ok(await SeatBlocking.AskAsync(
                grains, id, [.. body.Seats.Select(seat => seat.Value)], await labels.OfAsync(id), ask));
    }

    private static async Task<Results<Ok<SalesBody>, Problem>> GetSales(
        Guid id, SalesReads reads, IGrainFactory grains, SalesOptions sales, CancellationToken cancellation)
    {
        var lines = await reads.CountAsync(id, cancellation);
        if (lines.Count == 0 || await TermsAsync(grains, id) is not { } terms)
            return Problems.NotFound.Occurs();
        var paid = await reads.PaidAsync(id, cancellation);
        return TypedResults.Ok(SalesBody.Of(id, lines, sales.CodeOf(terms.Currency), paid));
    }

    private static async Task<Results<Ok<StatisticsBody>, Problem>> GetStatistics(
        Guid id, IGrainFactory grains, SalesOptions sales) =>
        await TermsAsync(grains, id) is { } terms
            ? TypedResults.Ok(StatisticsBody.Of(
                await grains.GetGrain<IStatisticsGrain>(GrainKeys.Of(id)).Get(), sales.CodeOf(terms.Currency)))
            : Problems.NotFound.Occurs();

    private static Task<SaleTerms?> TermsAsync(IGrainFactory grains, Guid scheduleId) =>
        grains.GetGrain<IScheduleGrain>(GrainKeys.Of(scheduleId)).GetTerms();
}

/// <summary>
/// Ids of resources that operators create under an Idempotency-Key, so that a repeat finds them; null without a key.
/// </summary>
internal static class OperatorIds
{
    public static Guid? Concert(ClaimsPrincipal user, HttpRequest request) => Of("concert", user, request);

    public static Guid? Schedule(ClaimsPrincipal user, HttpRequest request) => Of("schedule", user, request);

    private static Guid? Of(string kind, ClaimsPrincipal user, HttpRequest request) =>
        IdempotencyKey.Read(request, out _) is { } key ? DerivedId.Of(user.Id(), $"{kind}:{key}") : null;
}

/// <summary>Sends one command to many seats, some at a time, and sorts the outcomes.</summary>
internal static class SeatBlocking
{
    private const int SeatsAtOnce = 64;

    public static async Task<BlockedSeatsBody> AskAsync(
        IGrainFactory grains, Guid scheduleId, string[] seats, PlanLabels labels,
        Func<ISeatGrain, Task<BlockOutcome>> ask)
    {
        var outcomes = new ConcurrentDictionary<string, BlockOutcome>(StringComparer.Ordinal);
        var bound = new ParallelOptions { MaxDegreeOfParallelism = SeatsAtOnce };
        await Parallel.ForEachAsync(seats, bound, async (seat, _) =>
        {
            var key = GrainKeys.Seat(new SeatKey(scheduleId, seat));
            outcomes[seat] = await ask(grains.GetGrain<ISeatGrain>(key));
        });
        return new BlockedSeatsBody(
            With(BlockOutcome.Done), With(BlockOutcome.WhenFree), With(BlockOutcome.Taken),
            With(BlockOutcome.UnknownSeat), SeatLabelBody.Of(seats, labels));

        IReadOnlyList<string> With(BlockOutcome outcome) =>
            labels.InOrder(seats.Where(seat => outcomes[seat] == outcome), seat => seat);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Messaging;

namespace Ticketing.Api;

internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder api)
    {
        var letters = api.MapGroup("/operator/dead-letters").WithTags("Operator").RequireOperator();
        letters.MapGet("/", List)
            .WithSummary("Events that a consumer group could not handle, newest first")
            .Answers(Problems.InvalidRequest);
        letters.MapPost("/replay", ReplayAll)
            .WithSummary("Try all dead letters of a topic again; each goes only to the group that had failed")
            .Changes()
            .Answers(Problems.InvalidRequest);
        var letter = letters.MapGroup("/{eventId:guid}/{group}").Answers(Problems.NotFound);
        letter.MapGet("/", Get).WithSummary("A dead letter with its payload and the history of its attempts");
        letter.MapPost("/replay", Replay)
            .WithSummary("Try a dead letter again; if it fails again, it comes back with its whole history")
            .Changes();
        letter.MapDelete("/", Discard).WithSummary("Forget a dead letter for good").Changes();
    }

    private static async Task<Results<Ok<PageBody<DeadLetterBody>>, Problem>> List(
        [AsParameters] DeadLetterQuery query, [AsParameters] PageQuery page, IDeadLetters letters,
        CancellationToken cancellation)
    {
        if (!page.TryRead(DeadLetterCursor.Read, out var limit, out var after, out var problem))
            return problem;
        var found = await letters.ListAsync(query.Topic, query.Group, after.Position, limit, cancellation);
        return TypedResults.Ok(Pages.Of(found, limit, DeadLetterBody.Of, DeadLetterCursor.Of));
    }

    private static async Task<Results<Ok<DeadLetterDetailsBody>, Problem>> Get(
        Guid eventId, string group, IDeadLetters letters, CancellationToken cancellation) =>
        await letters.FindAsync(eventId, group, cancellation) is { } letter
            ? TypedResults.Ok(DeadLetterDetailsBody.Of(letter))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Accepted, Problem>> Replay(
        Guid eventId, string group, IDeadLetters letters, CancellationToken cancellation) =>
        await letters.ReplayAsync(eventId, group, cancellation)
            ? TypedResults.Accepted((string?)null)
            : Problems.NotFound.Occurs();

    private static async Task<Results<Accepted<ReplayedBody>, Problem>> ReplayAll(
        ReplayRequest body, IDeadLetters letters, CancellationToken cancellation) =>
        body.Check() is { Any: true } errors
            ? errors.ToProblem()
            : TypedResults.Accepted(
                (string?)null,
                new ReplayedBody(await letters.ReplayAllAsync(body.Topic, body.Group, cancellation)));

    private static async Task<Results<NoContent, Problem>> Discard(
        Guid eventId, string group, IDeadLetters letters, CancellationToken cancellation) =>
        await letters.DiscardAsync(eventId, group, cancellation)
            ? TypedResults.NoContent()
            : Problems.NotFound.Occurs();
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Events;
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
            .WithSummary("Retry all dead letters of a topic; each goes only to the group that failed")
            .Changes()
            .Answers(Problems.InvalidRequest);
        var letter = letters.MapGroup("/{eventId:guid}/{group}").Answers(Problems.NotFound);
        letter.MapGet("/", Get).WithSummary("A dead letter with its payload and the history of its attempts");
        letter.MapPost("/replay", Replay)
            .WithSummary("Retry a dead letter; if it fails again, it is listed again with its whole history")
            .Changes();
        letter.MapDelete("/", Discard)
            .WithSummary("Discard a dead letter for good, where 'mayDiscard' says that nothing is lost by it")
            .Changes()
            .Answers(Problems.DeadLetterNeeded);
    }

    private static async Task<Results<Ok<PageBody<DeadLetterBody>>, Problem>> List(
        [AsParameters] DeadLetterQuery query, [AsParameters] PageQuery page, IDeadLetters letters,
        CancellationToken cancellation)
    {
        var list = Cursor.Of($"dead-letters {query.CleanTopic}/{query.CleanGroup}");
        if (!page.TryRead(text => DeadLetterCursor.Read(list, text), out var limit, out var after, out var problem))
            return problem;
        var found = await letters.ListAsync(query.CleanTopic, query.CleanGroup, after.Position, limit, cancellation);
        return TypedResults.Ok(Pages.Of(found, limit, DeadLetterBody.Of, last => DeadLetterCursor.Of(list, last)));
    }

    private static async Task<Results<Ok<DeadLetterDetailsBody>, Problem>> Get(
        Guid eventId, string group, IDeadLetters letters, CancellationToken cancellation) =>
        await letters.FindAsync(eventId, Texts.CleanCode(group), cancellation) is { } letter
            ? TypedResults.Ok(DeadLetterDetailsBody.Of(letter))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Accepted, Problem>> Replay(
        Guid eventId, string group, IDeadLetters letters, CancellationToken cancellation) =>
        await letters.ReplayAsync(eventId, Texts.CleanCode(group), cancellation)
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
        Guid eventId, string group, IDeadLetters letters, CancellationToken cancellation)
    {
        group = Texts.CleanCode(group);
        if (await letters.FindAsync(eventId, group, cancellation) is not { } letter)
            return Problems.NotFound.Occurs();
        if (Discarding.Loss(letter.Event, group) is { } loss)
            return Problems.DeadLetterNeeded.Occurs().Because(
                $"{letter.Event.Topic} is not done in {group}. {loss} {Problems.DeadLetterNeeded.Advice}");
        return await letters.DiscardAsync(eventId, group, cancellation)
            ? TypedResults.NoContent()
            : Problems.NotFound.Occurs();
    }
}

/// <summary>Filters of the list of dead letters; all are listed when neither is given.</summary>
internal sealed record DeadLetterQuery(
    [property: FromQuery(Name = "topic")] string? Topic, [property: FromQuery(Name = "group")] string? Group)
{
    public string? CleanTopic => Topic is null ? null : Texts.CleanCode(Topic);

    public string? CleanGroup => Group is null ? null : Texts.CleanCode(Group);
}

/// <summary>An event that a consumer group could not handle, in a list.</summary>
/// <param name="Group">The group that failed; others handled the event, or have a dead letter of their own.</param>
/// <param name="Error">The error of the last attempt.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="MayDiscard">False when discarding would lose a step of a sale: then only a replay ends it.</param>
public sealed record DeadLetterBody(
    Guid EventId,
    string Group,
    string Topic,
    string Key,
    DateTimeOffset OccurredAt,
    DateTimeOffset DeadAt,
    string Error,
    int Attempts,
    bool MayDiscard)
{
    internal static DeadLetterBody Of(DeadLetter letter) => new(
        letter.Event.EventId,
        letter.Group,
        letter.Event.Topic,
        letter.Event.Key,
        letter.Event.OccurredAt,
        letter.DeadAt,
        letter.Error,
        letter.Attempts.Count,
        Discarding.Loss(letter.Event, letter.Group) is null);
}

/// <summary>An event that a consumer group could not handle, with its payload and attempts.</summary>
/// <param name="Payload">The body of the event as published: JSON in a string, whatever it contains.</param>
/// <param name="TraceParent">W3C trace context in which the event was created.</param>
/// <param name="Attempts">Oldest first.</param>
/// <param name="MayDiscard">False when discarding would lose a step of a sale: then only a replay ends it.</param>
public sealed record DeadLetterDetailsBody(
    Guid EventId,
    string Group,
    string Topic,
    string Key,
    DateTimeOffset OccurredAt,
    DateTimeOffset DeadAt,
    string Payload,
    string? TraceParent,
    IReadOnlyList<FailedAttempt> Attempts,
    bool MayDiscard)
{
    internal static DeadLetterDetailsBody Of(DeadLetter letter) => new(
        letter.Event.EventId,
        letter.Group,
        letter.Event.Topic,
        letter.Event.Key,
        letter.Event.OccurredAt,
        letter.DeadAt,
        letter.Event.Payload,
        letter.Event.TraceParent,
        letter.Attempts,
        Discarding.Loss(letter.Event, letter.Group) is null);
}

/// <summary>The dead letters to retry.</summary>
/// <param name="Topic">All of this topic.</param>
/// <param name="Group">Only those of this consumer group; those of all groups when not given.</param>
public sealed record ReplayRequest(string Topic, string? Group = null)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        errors.Require(
            Choreography.All.Any(line => line.Topic == Topic), "$.topic", "is no topic that a consumer group handles");
        errors.Require(
            Group is null || Choreography.All.Any(line => line.Topic == Topic && line.Group == Group),
            "$.group", "is no consumer group that handles the topic");
        return errors;
    }
}

/// <param name="Replayed">Dead letters that will be delivered again.</param>
public sealed record ReplayedBody(int Replayed);

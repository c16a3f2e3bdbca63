using System.Collections.Immutable;

namespace Ticketing.Api;

/// <summary>Metadata of endpoints beyond their signature: it takes effect and is in the OpenAPI document.</summary>
internal static class EndpointNotes
{
    public static TBuilder Answers<TBuilder>(this TBuilder endpoint, params ProblemType[] problems)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AnsweredProblems([.. problems]));

    /// <summary>The endpoint writes: it counts as a write of its client, and only so many run at once.</summary>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint) => endpoint.Is(WorkKind.Write);

    public static RouteHandlerBuilder NeedsIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new IdempotencyKeyNote(Required: true)).Answers(Problems.InvalidRequest);

    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new IdempotencyKeyNote(Required: false)).Answers(Problems.InvalidRequest);

    /// <summary>A schedule with a queue requires the token of a place whose turn it is.</summary>
    public static RouteHandlerBuilder TakesQueueToken(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new QueueTokenNote()).Answers(
            Problems.QueueTokenRequired, Problems.QueueTokenInvalid, Problems.QueueTokenForeign, Problems.NotYourTurn,
            Problems.QueueTokenExpired, Problems.QueueTokenLeft, Problems.QueueTokenUsed);

    public static RouteHandlerBuilder AnswersLocation(
        this RouteHandlerBuilder endpoint, int status = StatusCodes.Status201Created) =>
        endpoint.WithMetadata(new LocationNote(status));

    /// <summary>The answer has an ETag; a client that has this version already gets 304.</summary>
    public static RouteHandlerBuilder AnswersVersion(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new VersionNote());
}

/// <summary>Endpoint metadata: the problems it returns, besides those that follow from its shape.</summary>
internal sealed record AnsweredProblems(ImmutableArray<ProblemType> Types);

/// <summary>Endpoint metadata: it reads the header Idempotency-Key.</summary>
internal sealed record IdempotencyKeyNote(bool Required);

/// <summary>Endpoint metadata: the answer has a Location header.</summary>
/// <param name="Status">The status of the answer that has it.</param>
internal sealed record LocationNote(int Status);

/// <summary>Endpoint metadata: it has an ETag and answers 304.</summary>
internal sealed record VersionNote;

/// <summary>Endpoint metadata: it reads the header Queue-Token.</summary>
internal sealed record QueueTokenNote;

namespace Ticketing.Api;

/// <summary>What an endpoint does beyond its signature; it takes effect and is told in the OpenAPI document.</summary>
internal static class EndpointNotes
{
    public static TBuilder Answers<TBuilder>(this TBuilder endpoint, params ProblemType[] problems)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AnsweredProblems([.. problems]));

    /// <summary>It writes: it counts as a write of its client, and only so many run at once.</summary>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint) => endpoint.Is(WorkKind.Write);

    public static RouteHandlerBuilder NeedsIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new IdempotencyKeyNote(Required: true)).Answers(Problems.InvalidRequest);

    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new IdempotencyKeyNote(Required: false)).Answers(Problems.InvalidRequest);

    /// <summary>Whose turn it must be, where there is a queue.</summary>
    public static RouteHandlerBuilder TakesQueueToken(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new QueueTokenNote()).Answers(
            Problems.QueueTokenRequired, Problems.QueueTokenInvalid, Problems.QueueTokenForeign, Problems.NotYourTurn,
            Problems.QueueTokenExpired, Problems.QueueTokenLeft, Problems.QueueTokenUsed);

    public static RouteHandlerBuilder AnswersLocation(
        this RouteHandlerBuilder endpoint, int status = StatusCodes.Status201Created) =>
        endpoint.WithMetadata(new LocationNote(status));

    /// <summary>It has an ETag and answers 304 to whoever has this version already.</summary>
    public static RouteHandlerBuilder AnswersVersion(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new VersionNote());
}

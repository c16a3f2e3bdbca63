using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Queues;

namespace Ticketing.Api;

internal static class OperatorQueueEndpoints
{
    public static void MapOperatorQueue(this IEndpointRouteBuilder api)
    {
        var queue = api.MapGroup("/operator/schedules/{id:guid}/queue").WithTags("Operator").RequireOperator();
        queue.MapGet("/", Get).WithSummary("How the queue of a schedule stands").Answers(Problems.NotFound);
        queue.MapPatch("/", Change)
            .WithSummary("Run the queue: room, pace, pause, drain; it takes effect at once")
            .Changes()
            .Answers(Problems.NotFound, Problems.DrawIsFixed);
    }

    private static async Task<Results<Ok<OperatorQueueBody>, Problem>> Get(Guid id, IGrainFactory grains) =>
        await grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)).GetStanding() is { } standing
            ? TypedResults.Ok(OperatorQueueBody.Of(standing))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<OperatorQueueBody>, Problem>> Change(
        Guid id, QueueChangeRequest body, IGrainFactory grains)
    {
        var change = body.ToCommand();
        var faults = QueueSettingsRules.Faults("$", QueueChangeRules.Apply(new QueueSettings(), change)).ToArray();
        if (faults.Length > 0)
            return Problems.InvalidRequest.With(faults.Select(fault => new FieldProblem(fault.Path, fault.Message)));
        var outcome = await grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)).Change(change);
        return outcome.Result switch
        {
            ChangeQueueResult.Changed => TypedResults.Ok(OperatorQueueBody.Of(outcome.Standing!)),
            ChangeQueueResult.UnknownSchedule => Problems.NotFound.Occurs(),
            ChangeQueueResult.DrawIsFixed => Problems.DrawIsFixed.Occurs(),
            _ => throw new InvalidOperationException($"Changing a queue had the unknown outcome {outcome.Result}."),
        };
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Ticketing.Queues;
using Ticketing.Silo;

namespace Ticketing.Api;

internal static class OperatorQueueEndpoints
{
    public static void MapOperatorQueue(this IEndpointRouteBuilder api)
    {
        var queue = api.MapGroup("/operator/schedules/{id:guid}/queue").WithTags("Operator").RequireOperator();
        queue.MapGet("/", Get).WithSummary("The state of the queue of a schedule").Answers(Problems.NotFound);
        queue.MapPatch("/", Change)
            .WithSummary("Run the queue: room, pace, pause, drain; it takes effect at once")
            .Changes()
            .Answers(Problems.NotFound, Problems.DrawIsFixed);
    }

    private static async Task<Results<Ok<OperatorQueueBody>, Problem>> Get(Guid id, IGrainFactory grains) =>
        await grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)).GetSummary() is { } summary
            ? TypedResults.Ok(OperatorQueueBody.Of(summary))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<OperatorQueueBody>, Problem>> Change(
        Guid id, QueueChangeRequest body, IGrainFactory grains, IOptions<ClusterSettings> cluster, TimeProvider time)
    {
        var change = body.ToCommand() with
        {
            Until = time.GetUtcNow().AddSeconds(cluster.Value.ResponseTimeoutSeconds),
        };
        var faults = QueueSettingsRules.Faults("$", QueueChangeRules.Apply(new QueueSettings(), change)).ToArray();
        if (faults.Length > 0)
            return Problems.InvalidRequest.With(faults.Select(fault => new FieldProblem(fault.Path, fault.Message)));
        var outcome = await grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)).Change(change);
        return outcome.Result switch
        {
            ChangeQueueResult.Changed => TypedResults.Ok(OperatorQueueBody.Of(outcome.Summary!)),
            ChangeQueueResult.UnknownSchedule => Problems.NotFound.Occurs(),
            ChangeQueueResult.DrawIsFixed => Problems.DrawIsFixed.Occurs(),
            _ => throw new InvalidOperationException($"Changing a queue had the unknown outcome {outcome.Result}."),
        };
    }
}

/// <summary>The queue of a schedule, for operators.</summary>
/// <param name="Settings">See PATCH.</param>
/// <param name="Waiting">Fans whose turn has not come.</param>
/// <param name="Active">Fans admitted: those who came, and those who still have time to come.</param>
/// <param name="AdmittedPerMinute">Over the last minute.</param>
/// <param name="Served">Fans who paid.</param>
/// <param name="Abandoned">Places that ended otherwise.</param>
public sealed record OperatorQueueBody(
    Guid ScheduleId,
    QueueSettingsBody Settings,
    long LastNumber,
    long AdmittedThrough,
    long Waiting,
    int Active,
    double AdmittedPerMinute,
    long Served,
    long Abandoned,
    bool SoldOut,
    bool OnlyHeldSeats,
    QueueDrawBody? Draw)
{
    internal static OperatorQueueBody Of(QueueSummary summary) => new(
        summary.ScheduleId,
        QueueSettingsBody.Of(summary.Settings),
        summary.LastNumber,
        summary.AdmittedThrough,
        summary.Waiting,
        summary.Active,
        summary.AdmittedPerMinute,
        summary.Served,
        summary.Abandoned,
        summary.Supply == SeatSupply.SoldOut,
        summary.Supply == SeatSupply.OnlyHeld,
        QueueDrawBody.Of(summary));
}

/// <summary>
/// Changes to a queue; members that are not given stay as they are, and none may be null. They take effect at once.
/// </summary>
/// <param name="Enabled">Off: fans reserve without a token, within seconds.</param>
/// <param name="MaxActive">Fans admitted at a time. More: others come in at once. Fewer: no fan is sent away.</param>
/// <param name="PacePerSecond">Admissions a second at most; 0: as fast as room appears.</param>
/// <param name="Paused">No fan is admitted; all keep their places.</param>
/// <param name="Draining">No new fan gets a place; those who wait are still admitted.</param>
/// <param name="ClaimSeconds">How long an admitted fan has to come.</param>
/// <param name="MoreTimes">How often an admitted fan may ask for as long again; 0 to 10.</param>
/// <param name="ActiveSeconds">How long a fan who came may reserve.</param>
/// <param name="PausesWhenSoldOut">No fan is admitted while no seat is free.</param>
/// <param name="Draws">Fans who come before the opening are put in a drawn order; fixed once a fan has a place.</param>
public sealed record QueueChangeRequest(
    bool? Enabled = null,
    int? MaxActive = null,
    int? PacePerSecond = null,
    bool? Paused = null,
    bool? Draining = null,
    int? ClaimSeconds = null,
    int? ActiveSeconds = null,
    bool? PausesWhenSoldOut = null,
    bool? Draws = null,
    int? MoreTimes = null) : IPartialChange
{
    internal QueueChange ToCommand() => new(
        Enabled, MaxActive, PacePerSecond, Paused, Draining, ClaimSeconds, ActiveSeconds, PausesWhenSoldOut, Draws,
        MoreTimes);
}

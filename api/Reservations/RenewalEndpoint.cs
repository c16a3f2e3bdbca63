using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Reservations;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>More time to pay a reservation.</summary>
internal static class RenewalEndpoint
{
    public static void MapRenewals(this RouteGroupBuilder reservations) =>
        reservations.MapPost("/{id:guid}/renewals", Renew)
            .WithSummary(
                "Get more time to pay: moves 'expiresAt' by the time that the hold got at first, and lets the turn in "
                + "the queue last as long")
            .Changes().NeedsIdempotencyKey()
            .Answers(
                Problems.NotFound, Problems.NoRenewalLeft, Problems.ReservationExpired, Problems.ReservationCancelled,
                PaymentProblems.PaymentInFlight);

    private static async Task<Results<Ok<ReservationBody>, Problem>> Renew(
        Guid id, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, SeatLabels labels,
        SalesOptions sales)
    {
        if (IdempotencyKey.Read(request, out var problem) is not { } key)
            return problem;
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var outcome = await grain.Renew(new RenewReservation(user.Id(), key));
        return outcome.Result switch
        {
            RenewResult.Renewed =>
                TypedResults.Ok(await ReservationBody.OfAsync(outcome.Reservation!, labels, sales)),
            RenewResult.NoneLeft => Problems.NoRenewalLeft
                .With("reservationStatus", outcome.Reservation!.Status)
                .With("expiresAt", outcome.Reservation.ExpiresAt),
            RenewResult.PaymentInFlight => PaymentProblems.PaymentInFlight.Occurs(),
            RenewResult.Expired => Problems.ReservationExpired.Occurs(),
            RenewResult.Cancelled => Problems.ReservationCancelled.With("reason", outcome.Reservation!.Reason),
            RenewResult.NotFound => Problems.NotFound.Occurs(),
            _ => throw new InvalidOperationException($"Renewing {id} had the unknown outcome {outcome.Result}."),
        };
    }
}

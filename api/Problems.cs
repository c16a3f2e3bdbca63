using System.Collections.Immutable;
using System.Reflection;

namespace Ticketing.Api;

/// <summary>
/// Every kind of problem that this API returns; those of payments and tickets are in the folders of their nouns.
/// </summary>
public static class Problems
{
    public static readonly ProblemType InvalidRequest = new("invalid-request", 400,
        "The request is not valid.",
        "Correct the members, headers or parameters named in 'errors' and send it again.");

    public static readonly ProblemType Unauthenticated = new("unauthenticated", 401,
        "You are not signed in, or your token has expired.",
        "Get a token from POST /api/v1/sessions and send it as 'Authorization: Bearer <token>'; a page of this site "
        + "signs its browser in by PUT /api/v1/session.");

    public static readonly ProblemType WrongCredentials = new("wrong-credentials", 401,
        "Email or password is wrong.",
        "Check both; create an account with POST /api/v1/accounts if you have none.");

    public static readonly ProblemType InsufficientBalance = new("insufficient-balance", 402,
        "Your balance is too small.",
        "Charge at least 'amount' minus 'balance' in 'currency' with POST /api/v1/balance/charges, then pay again; "
        + "if you send an Idempotency-Key, with a new one.");

    public static readonly ProblemType Forbidden = new("forbidden", 403,
        "You may not do this.",
        "Sign in as an operator.");

    public static readonly ProblemType CrossSiteRequest = new("cross-site-request", 403,
        "This request does not come from a page of this site.",
        "A browser that is signed in by its cookie changes things from this site's own pages only (Sec-Fetch-Site, or "
        + "Origin in older browsers). Programs get a token from POST /api/v1/sessions and send it as 'Authorization: "
        + "Bearer <token>'.");

    public static readonly ProblemType QueueTokenRequired = new("queue-token-required", 403,
        "This schedule has a waiting queue.",
        "Take a place with POST /api/v1/schedules/{id}/queue-tokens and send its token as 'Queue-Token'.");

    public static readonly ProblemType QueueTokenInvalid = new("queue-token-invalid", 403,
        "This is no queue token of ours.",
        "Take a place with POST /api/v1/schedules/{id}/queue-tokens; a fan who has one gets it again.");

    public static readonly ProblemType QueueTokenForeign = new("queue-token-foreign", 403,
        "The queue token is of another fan or another schedule.",
        "Take a place of your own with POST /api/v1/schedules/{id}/queue-tokens.");

    public static readonly ProblemType NotYourTurn = new("not-your-turn", 403,
        "It is not your turn yet.",
        "Poll GET /api/v1/queue-tokens/{token} until it says 'Active'; 'ahead' turns come before yours.");

    public static readonly ProblemType QueueTokenExpired = new("queue-token-expired", 403,
        "Your turn is over.",
        "Take a new place with POST /api/v1/schedules/{id}/queue-tokens.");

    public static readonly ProblemType QueueTokenLeft = new("queue-token-left", 403,
        "This place was given back.",
        "Take a new place with POST /api/v1/schedules/{id}/queue-tokens.");

    public static readonly ProblemType QueueTokenUsed = new("queue-token-used", 403,
        "Your turn has been used: its reservation was paid, cancelled or has expired.",
        "Take a new place with POST /api/v1/schedules/{id}/queue-tokens to reserve more.");

    public static readonly ProblemType NotFound = new("not-found", 404,
        "There is no such thing here, or it is not yours.",
        "Check the address; ids come from the lists and from the answers to what you created.");

    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405,
        "This address does not support this method.",
        "The header 'Allow' names the methods that it supports.");

    public static readonly ProblemType RequestTimeout = new("request-timeout", 408,
        "The request arrived too slowly.",
        "Send it again over a better connection.");

    public static readonly ProblemType EmailTaken = new("email-taken", 409,
        "There is an account with this email already.",
        "Sign in with POST /api/v1/sessions, or use another email.");

    public static readonly ProblemType SeatsTaken = new("seats-taken", 409,
        "At least one of the seats is not available.",
        "Choose others than those in 'seats' and send the request with a new Idempotency-Key.");

    public static readonly ProblemType NotEnoughSeats = new("not-enough-seats", 409,
        "The category does not have that many seats left.",
        "Ask for fewer seats or another category; seats that are not paid for become free again.");

    public static readonly ProblemType NotTogether = new("not-together", 409,
        "The category does not have that many free seats side by side.",
        "Ask for fewer seats or another category, or without 'together' for the seats that are nearest to each other.");

    public static readonly ProblemType LimitExceeded = new("limit-exceeded", 409,
        "You would have more seats than one fan may have at this schedule.",
        "Ask for fewer seats, or cancel a reservation; 'limit' is the number of seats a fan may hold and own.");

    public static readonly ProblemType UnpaidHolds = new("too-many-unpaid-holds", 429,
        "You have kept seats of this schedule for long without paying.",
        "Wait as many seconds as 'Retry-After' says, then hold seats and pay for them; after that there is no wait.");

    public static readonly ProblemType NotOnSale = new("not-on-sale", 409,
        "The sale has not opened yet, or is over.",
        "If 'opensAt' is in the future, come back then.");

    public static readonly ProblemType TooLate = new("too-late", 409,
        "The event has begun, or a ticket of this reservation was used; it is not refunded any more.",
        "Keep your seats. A reservation is returned as a whole, before its event begins and before a ticket is used.");

    public static readonly ProblemType ReservationExpired = new("reservation-expired", 409,
        "The reservation was not paid in time; its seats are free again.",
        "Reserve again with a new Idempotency-Key.");

    public static readonly ProblemType NoRenewalLeft = new("no-renewal-left", 409,
        "There is no more time to get for this reservation.",
        "Pay before 'expiresAt', if 'reservationStatus' is Pending. Otherwise nothing has to be prolonged; seats that "
        + "are offered for a late payment wait until 'expiresAt' for your answer.");

    public static readonly ProblemType ReservationCancelled = new("reservation-cancelled", 409,
        "The reservation has been cancelled.",
        "Reserve again with a new Idempotency-Key.");

    public static readonly ProblemType ScheduleConflict = new("schedule-conflict", 409,
        "The schedule was changed by somebody else meanwhile.",
        "Read it again and repeat the change if it still makes sense.");

    public static readonly ProblemType NoQueue = new("no-queue", 409,
        "This schedule has no waiting queue.",
        "Reserve without a token.");

    public static readonly ProblemType NoMoreTimeLeft = new("no-more-time-left", 409,
        "You have asked for more time as often as this queue allows.",
        "Take your turn with POST /api/v1/queue-tokens/{token}/entry before 'claimUntil'.");

    public static readonly ProblemType QueueDraining = new("queue-draining", 409,
        "The queue accepts no new fans.",
        "Those who wait are still served; ask the organizer whether it will be opened again.");

    public static readonly ProblemType DrawIsFixed = new("draw-is-fixed", 409,
        "A fan has a place in the queue already.",
        "Whether the order is drawn cannot be changed any more.");

    public static readonly ProblemType DeadLetterNeeded = new("dead-letter-needed", 409,
        "Discarding this event would lose a step of a sale.",
        "Remove the cause that its last error names, then replay it. An event that is not needed any more changes "
        + "nothing when it is replayed, and is gone.");

    public static readonly ProblemType TooLarge = new("too-large", 413,
        "The request body is too large.",
        "Send less; the OpenAPI document states the limit of each address at its request body.");

    public static readonly ProblemType AddressTooLong = new("address-too-long", 414,
        "The request line is too long.",
        "Send an address of at most 8,000 characters; long values belong into the body.");

    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415,
        "The body must be JSON in UTF-8.",
        "Send it with 'Content-Type: application/json'.");

    public static readonly ProblemType UnknownSeat = new("unknown-seat", 422,
        "The schedule has no such seat.",
        "Seats are named by 'seat_guid' in GET /api/v1/schedules/{id}/plan, or by index in its drawing.");

    public static readonly ProblemType UnknownPlanRevision = new("unknown-plan-revision", 422,
        "The seats were chosen from the plan of another schedule.",
        "Read GET /api/v1/schedules/{id}/drawing, name the seats by its indexes, and send its 'revision'.");

    public static readonly ProblemType UnknownCategory = new("unknown-category", 422,
        "The schedule has no such category.",
        "The categories are listed by GET /api/v1/schedules/{id}.");

    public static readonly ProblemType KeyReused = new("idempotency-key-reused", 422,
        "This Idempotency-Key was used before for another request.",
        "Use a new key for every new request, and the same key only to repeat one.");

    public static readonly ProblemType BalanceLimit = new("balance-limit", 422,
        "The balance would become too large.",
        "Charge less.");

    public static readonly ProblemType InvalidPlan = new("invalid-plan", 422,
        "The schedule cannot be made from this seating plan.",
        "Correct what 'errors' names by its JSON path; nothing was imported.");

    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429,
        "You send more requests than one client may.",
        "Wait as many seconds as 'Retry-After' says.");

    public static readonly ProblemType SignInsMustWait = new("sign-ins-must-wait", 429,
        "There were too many failed sign-ins with this email or from this address.",
        "Wait as many seconds as 'Retry-After' says; each further failure doubles the wait, a success ends it.");

    public static readonly ProblemType HeadersTooLarge = new("headers-too-large", 431,
        "The request headers are too large.",
        "Send fewer or shorter headers: at most 16,000 bytes together.");

    public static readonly ProblemType InternalError = new("internal-error", 500,
        "Something is broken on our side.",
        "It is recorded under 'traceId'. Repeating the request with the same Idempotency-Key is safe.");

    public static readonly ProblemType Overloaded = new("overloaded", 503,
        "There is more to do than can be done now; nothing was changed.",
        "Wait as many seconds as 'Retry-After' says, then repeat the request.");

    public static readonly ProblemType StoreUnavailable = new("store-unavailable", 503,
        "The database cannot be reached now.",
        "Wait as many seconds as 'Retry-After' says, then repeat the request with the same Idempotency-Key.");

    public static readonly ProblemType OutcomeUnknown = new("outcome-unknown", 503,
        "It is not known whether the request took effect.",
        "Try again with the same Idempotency-Key: it takes effect once.");

    public static readonly ProblemType HttpVersion = new("http-version-not-supported", 505,
        "This version of HTTP is not spoken here.",
        "Send the request in HTTP/1.1.");

    /// <summary>All of them, in the order of their declaration.</summary>
    public static ImmutableArray<ProblemType> All { get; } =
    [
        .. from type in (Type[])[typeof(Problems), typeof(PaymentProblems), typeof(TicketProblems)]
           from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
           where field.FieldType == typeof(ProblemType)
           select (ProblemType)field.GetValue(null)!,
    ];

    /// <summary>The problem of a status code that the framework answers without a body.</summary>
    public static ProblemType OfStatus(int status) => status switch
    {
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => RequestTimeout,
        413 => TooLarge,
        414 => AddressTooLong,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        431 => HeadersTooLarge,
        503 => Overloaded,
        505 => HttpVersion,
        >= 500 => InternalError,
        _ => InvalidRequest,
    };
}

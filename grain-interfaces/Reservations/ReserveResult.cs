namespace Ticketing.Reservations;

public enum ReserveResult
{
    /// <summary>Held and committed, now or by an earlier request with the same key.</summary>
    Reserved,

    /// <summary>Somebody else has at least one of the seats.</summary>
    Taken,

    /// <summary>The category has not that many seats left that could be given.</summary>
    NotEnoughSeats,

    /// <summary>The fan would hold and own more seats than the schedule allows.</summary>
    LimitExceeded,

    /// <summary>The sale has not opened yet or is over.</summary>
    NotOnSale,

    /// <summary>The schedule has a queue, and no token came with the request.</summary>
    TokenMissing,

    /// <summary>The fan is not active in the queue: see <see cref="ReserveOutcome.Turn"/>.</summary>
    NotAdmitted,

    UnknownSchedule,
    UnknownSeat,
    UnknownCategory,

    /// <summary>The same Idempotency-Key came with another body before.</summary>
    KeyReused,
}

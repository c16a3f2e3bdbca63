using Ticketing.Journal;

namespace Ticketing.Storage;

/// <summary>
/// An entry of the sales journal: an amount that moves from one account to another. Written once, by the commit of the
/// step that it tells of, and never changed. The source and the two accounts are its key.
/// </summary>
/// <param name="SourceId">The order; for a charge of a balance an id made of the user and the operation.</param>
/// <param name="Amount">Minor units, above 0.</param>
/// <param name="Currency">A code of ISO 4217; null is the installation's.</param>
/// <param name="ScheduleId">The sold schedule; null for entries between a balance and an order, or its funds.</param>
public sealed record JournalRow(
    Guid SourceId,
    JournalAccount Debit,
    JournalAccount Credit,
    long Amount,
    string? Currency,
    PaymentMethod Method,
    Guid? ScheduleId,
    DateTimeOffset At);

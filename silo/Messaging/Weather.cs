using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>
/// Failures that are no fault of what was asked: the store or the host could not, and will again, or it was too much.
/// </summary>
internal static class Weather
{
    /// <summary>
    /// A time-out is none: an event that makes its grain hang would be tried for ever.
    /// </summary>
    public static bool Is(Exception fault) =>
        fault is TicketStoreException or OrleansException or SendsLeftException;
}

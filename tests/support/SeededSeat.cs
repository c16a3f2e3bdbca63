using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>A seat as an import leaves it: available, version 1.</summary>
public sealed record SeededSeat(ScheduleSeat Place, long Price);

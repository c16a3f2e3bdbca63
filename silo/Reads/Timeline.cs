using Ticketing.Orders;

namespace Ticketing.Reads;

/// <summary>What was tried to pay for a reservation.</summary>
/// <param name="UserId">Whose reservation it is.</param>
/// <param name="Orders">Newest first.</param>
public sealed record Timeline(Guid UserId, IReadOnlyList<OrderView> Orders);

namespace Ticketing.Api;

/// <summary>A category that has no seats: general admission.</summary>
/// <param name="Capacity">How many are let in.</param>
/// <param name="Price">Points for one.</param>
public sealed record AdmissionBody(string Category, int Capacity, long Price);

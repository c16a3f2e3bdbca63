namespace Ticketing.Api;

/// <summary>What to sell without seats.</summary>
/// <param name="Category">Its name: no category of the plan.</param>
/// <param name="Capacity">How many are let in: 1 to 1,000,000.</param>
/// <param name="Price">Points for one, 0 to 100,000,000.</param>
public sealed record AdmissionRequest(string Category, int Capacity, long Price);

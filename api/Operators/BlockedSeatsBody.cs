namespace Ticketing.Api;

/// <summary>What became of the seats of a request.</summary>
/// <param name="Done">Seats that are now as was asked for.</param>
/// <param name="Taken">Seats that are held or sold and stay so.</param>
/// <param name="Unknown">Seats that the schedule does not have.</param>
public sealed record BlockedSeatsBody(string[] Done, string[] Taken, string[] Unknown);

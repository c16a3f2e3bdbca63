using Ticketing.Events;

namespace Ticketing.Tests.Simulation;

/// <param name="Key">The key of the event.</param>
internal sealed record SimulatedDelivery(Handler Handler, Delivery Delivery, string Key);

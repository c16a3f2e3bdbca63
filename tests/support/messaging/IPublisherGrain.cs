namespace Ticketing.Tests.Messaging;

/// <summary>A grain of the tests that commits an event.</summary>
public interface IPublisherGrain : IGrainWithStringKey
{
    Task Publish(string topic);
}

using System.Diagnostics;
using Ticketing.Storage;

namespace Ticketing.Tests.Messaging;

/// <summary>Commits events with its own key and the activity of the call.</summary>
public sealed class PublisherGrain(ITicketStore store, IGrainContext context) : Grain, IPublisherGrain
{
    public Task Publish(string topic) => store.CommitAsync(new Commit
    {
        Events = [Sample.Event(context.GrainId.Key.ToString()!, topic, Activity.Current?.Id)],
    });
}

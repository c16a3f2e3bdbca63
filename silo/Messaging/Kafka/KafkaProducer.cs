using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>A producer until it is given up: then what it has not delivered yet is never sent by it.</summary>
internal sealed class KafkaProducer(IProducer<string, string> producer)
{
    private static readonly Error GivenUp = new(ErrorCode.Local_Destroy);

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<Error>, bool> underWay = new();
    private bool ended;

    /// <summary>Answers <see cref="ErrorCode.NoError"/> when all replicas in sync have it.</summary>
    public Task<Error> SendAsync(string topic, Message<string, string> message)
    {
        var sent = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (ended) return Task.FromResult(GivenUp);
            underWay.TryAdd(sent, true);
            try
            {
                producer.Produce(topic, message, report => Answer(sent, report.Error));
            }
            catch (KafkaException refused)
            {
                Answer(sent, refused.Error);
            }
        }

        return sent.Task;
    }

    public void GiveUp()
    {
        lock (gate)
        {
            if (ended) return;
            ended = true;
        }

        foreach (var sent in underWay.Keys) Answer(sent, GivenUp);
        // It waits for the client's threads, which may be waiting for a broker.
        _ = Task.Run(producer.Dispose);
    }

    private void Answer(TaskCompletionSource<Error> sent, Error error)
    {
        underWay.TryRemove(sent, out _);
        sent.TrySetResult(error);
    }
}

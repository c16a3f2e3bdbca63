using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode; // Orleans has one as well

namespace Ticketing.Messaging;

/// <summary>
/// Sends messages and retries each until it arrives, or until it is certain that it never will. One instance per
/// process.
/// </summary>
internal sealed class KafkaSender(IOptions<KafkaOptions> options, TimeProvider time, ILogger<KafkaSender> log)
    : IDisposable
{
    // The client reports within the message timeout. If it does not, waiting longer would be waiting for ever.
    private readonly TimeSpan patience = TimeSpan.FromSeconds(2 * options.Value.MessageTimeoutSeconds);
    private readonly Lock gate = new();
    private KafkaProducer? current;
    private KafkaProducer? single;
    private bool disposed;
    private int failing;

    /// <summary>Creates the client. Tests replace it.</summary>
    internal Func<ProducerConfig, IProducer<string, string>>? Create { get; init; }

    /// <summary>
    /// Completes when all in-sync replicas have the message. Fails by cancellation, and by
    /// <see cref="MessageRefusedException"/> when Kafka will never take this message. A cancelled message is never
    /// sent later, when another process may already have sent its successor. To guarantee that, the producer is
    /// replaced, and the messages that others had in flight are sent again, so they may arrive twice.
    /// </summary>
    public async Task SendAsync(string topic, Message<string, string> message, CancellationToken stopping)
    {
        var alone = false;
        for (var failures = 1; ; failures++)
        {
            stopping.ThrowIfCancellationRequested();
            var producer = Current(alone);
            var error = await TryAsync(producer, topic, message, stopping);
            if (!error.IsError)
            {
                if (Volatile.Read(ref failing) == 1 && Interlocked.Exchange(ref failing, 0) == 1) log.SendsAgain();
                return;
            }

            if (error.Code == ErrorCode.Local_Destroy) continue;
            if (error.Code.IsRefusal())
            {
                if (alone) throw new MessageRefusedException(topic, error);
                // Brokers refuse a batch as a whole. Send this message without the others before blaming it.
                alone = true;
                continue;
            }

            if (IsFatal(error)) Replace(producer);
            if (Interlocked.Exchange(ref failing, 1) == 0) log.SendFailed(topic, error.ToString());
            await Task.Delay(KafkaLimits.Pause(failures), time, stopping);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            current?.GiveUp();
            single?.GiveUp();
        }
    }

    private static bool IsFatal(Error error) => error.IsFatal || error.Code == ErrorCode.Local_Fatal;

    private async Task<Error> TryAsync(
        KafkaProducer producer, string topic, Message<string, string> message, CancellationToken stopping)
    {
        try
        {
            return await producer.SendAsync(topic, message).WaitAsync(patience, time, stopping);
        }
        catch (TimeoutException)
        {
            Replace(producer);
            return new Error(ErrorCode.Local_MsgTimedOut, "The client did not report in time and is replaced.");
        }
        catch (OperationCanceledException)
        {
            Replace(producer);
            throw;
        }
    }

    /// <param name="alone">Whether a batch must contain one message only.</param>
    private KafkaProducer Current(bool alone)
    {
        lock (gate)
        {
            if (disposed) throw new OperationCanceledException("The process is stopping.");
            return alone
                ? single ??= new KafkaProducer(Build(alone))
                : current ??= new KafkaProducer(Build(alone));
        }
    }

    private void Replace(KafkaProducer producer)
    {
        lock (gate)
        {
            if (current == producer) current = null;
            if (single == producer) single = null;
        }

        producer.GiveUp();
    }

    private IProducer<string, string> Build(bool alone)
    {
        var settings = KafkaSettings.Producer(options.Value);
        if (alone) settings.BatchNumMessages = 1;
        if (Create is not null) return Create(settings);
        return new ProducerBuilder<string, string>(settings)
            .SetLogHandler((_, line) => log.Client(line.Facility, line.Message))
            .SetErrorHandler((_, error) => log.ClientError(error.ToString()))
            .Build();
    }
}

/// <summary>Kafka will not take this message, however often it is sent.</summary>
internal sealed class MessageRefusedException(string topic, Error error) : Exception(
    $"Kafka refuses the message ({error.Reason}). Remove the cause (for a message that is too large, raise "
    + $"max.message.bytes of the topic {topic}), then replay the event.");

/// <summary>A producer that can be given up: messages that it has not delivered by then are never sent by it.</summary>
internal sealed class KafkaProducer(IProducer<string, string> producer)
{
    private static readonly Error GivenUp = new(ErrorCode.Local_Destroy);

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<Error>, bool> underWay = new();
    private bool ended;

    /// <summary>Returns <see cref="ErrorCode.NoError"/> when all in-sync replicas have the message.</summary>
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
        // Dispose waits for the client's threads, which may be waiting for a broker.
        _ = Task.Run(producer.Dispose);
    }

    private void Answer(TaskCompletionSource<Error> sent, Error error)
    {
        underWay.TryRemove(sent, out _);
        sent.TrySetResult(error);
    }
}

/// <summary>Classifies the client's errors.</summary>
internal static class KafkaErrors
{
    /// <summary>Whether the brokers cannot be reached. The client reports that with several codes, in turns.</summary>
    public static bool IsAway(this ErrorCode code) => code is ErrorCode.Local_AllBrokersDown
        or ErrorCode.Local_Transport or ErrorCode.Local_Resolve or ErrorCode.Local_TimedOut
        or ErrorCode.Local_WaitCoord;

    /// <summary>Whether the message itself is refused: the same message would be refused again.</summary>
    public static bool IsRefusal(this ErrorCode code) => code is ErrorCode.MsgSizeTooLarge
        or ErrorCode.RecordListTooLarge or ErrorCode.InvalidMsgSize or ErrorCode.InvalidTimestamp
        or ErrorCode.InvalidRecord or ErrorCode.PolicyViolation or ErrorCode.UnsupportedForMessageFormat
        or ErrorCode.Local_BadMsg;
}

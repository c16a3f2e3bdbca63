using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Ticketing.Telemetry;
using ErrorCode = Confluent.Kafka.ErrorCode; // Orleans has one as well

namespace Ticketing.Messaging;

/// <summary>Sends messages, each as often as it takes. One a process.</summary>
internal sealed class KafkaSender(IOptions<KafkaOptions> options, TimeProvider time, ILogger<KafkaSender> log)
    : IDisposable
{
    private readonly Lock gate = new();
    private KafkaProducer? current;
    private bool disposed;
    private int failing;

    /// <summary>
    /// Completes when all replicas in sync have the message. Fails only by being cancelled; then it is not sent later
    /// either, when somebody else may have sent what comes after it. What others had under way then is sent again, so
    /// it may be there twice.
    /// </summary>
    public async Task SendAsync(string topic, Message<string, string> message, CancellationToken stopping)
    {
        for (var failures = 1; ; failures++)
        {
            stopping.ThrowIfCancellationRequested();
            var producer = Current();
            var error = await TryAsync(producer, topic, message, stopping);
            if (!error.IsError)
            {
                if (Volatile.Read(ref failing) == 1 && Interlocked.Exchange(ref failing, 0) == 1) log.SendsAgain();
                return;
            }

            if (error.Code == ErrorCode.Local_Destroy) continue;
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
        }
    }

    private static bool IsFatal(Error error) => error.IsFatal || error.Code == ErrorCode.Local_Fatal;

    private async Task<Error> TryAsync(
        KafkaProducer producer, string topic, Message<string, string> message, CancellationToken stopping)
    {
        try
        {
            return await producer.SendAsync(topic, message).WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            Replace(producer);
            throw;
        }
    }

    private KafkaProducer Current()
    {
        lock (gate)
        {
            if (disposed) throw new OperationCanceledException("The process is stopping.");
            return current ??= new KafkaProducer(Build());
        }
    }

    private void Replace(KafkaProducer producer)
    {
        lock (gate)
        {
            if (current == producer) current = null;
        }

        producer.GiveUp();
    }

    private IProducer<string, string> Build() =>
        new ProducerBuilder<string, string>(KafkaSettings.Producer(options.Value))
            .SetLogHandler((_, line) => log.Client(line.Facility, line.Message))
            .SetErrorHandler((_, error) => log.ClientError(error.ToString()))
            .Build();
}

namespace Ticketing.Tests.Kafka;

/// <summary>A test of what the mock cluster cannot do.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealBrokerFactAttribute : FactAttribute
{
    public RealBrokerFactAttribute()
    {
        if (KafkaBroker.Given is null) Skip = "needs a real broker: KAFKA_BOOTSTRAP_SERVERS";
    }
}

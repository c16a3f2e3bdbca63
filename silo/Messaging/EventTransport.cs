namespace Ticketing.Messaging;

public enum EventTransport
{
    InProcess,
    Kafka,
}

namespace Ticketing.Messaging;

/// <summary>The client's package brings librdkafka, and the client finds it.</summary>
internal static class KafkaLibrary
{
    public static void Load()
    {
    }
}

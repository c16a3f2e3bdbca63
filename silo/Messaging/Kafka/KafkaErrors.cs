using ErrorCode = Confluent.Kafka.ErrorCode; // Orleans has one as well

namespace Ticketing.Messaging;

/// <summary>What the client's errors mean to us.</summary>
internal static class KafkaErrors
{
    /// <summary>The client tells the loss of its brokers in several ways, by turns.</summary>
    public static bool IsAway(this ErrorCode code) => code is ErrorCode.Local_AllBrokersDown
        or ErrorCode.Local_Transport or ErrorCode.Local_Resolve or ErrorCode.Local_TimedOut
        or ErrorCode.Local_WaitCoord;
}

using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>
/// How a consumer ends. Before its group has told it its partitions, librdkafka up to 2.2 can neither be closed nor
/// destroyed: it dies of the one and hangs in the other. So that is waited for; and when it does not come, the client
/// is left to the end of the process, where no finalizer finds it.
/// </summary>
internal static class GroupLeave
{
    private static readonly TimeSpan AssignmentWait = TimeSpan.FromSeconds(KafkaLimits.AssignmentWaitSeconds);

    /// <param name="isAssigned">Whether the group has told it its partitions, none included.</param>
    /// <param name="poll">Lets the client call back; what comes by it is nobody's, and not stored as done.</param>
    public static void Leave(
        IConsumer<string, string> consumer, Func<bool> isAssigned, Action poll, TimeProvider time)
    {
        var since = time.GetTimestamp();
        while (MustWait() && time.GetElapsedTime(since) < AssignmentWait) poll();
        if (MustWait())
        {
            _ = GCHandle.Alloc(consumer);
            return;
        }

        consumer.Close(); // calls back that the partitions are revoked, commits what is stored
        consumer.Dispose();

        bool MustWait() => !isAssigned() && Library.Version < KafkaLimits.LeavesAtAnyTime;
    }
}

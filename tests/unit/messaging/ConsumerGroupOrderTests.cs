using Ticketing.Storage;

namespace Ticketing.Tests.Messaging;

/// <summary>A group under all conditions at once, from a seed.</summary>
public class ConsumerGroupOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_fails_every_event_is_handled_in_order_per_key_or_is_a_dead_letter(int seed)
    {
        using var world = new GroupWorld(options => options with { MaxAttempts = 4 }, seed);
        world.Run(async () =>
        {
            var random = new Random(seed);
            world.Heard.Gate = _ => random.Next(3) == 0 ? world.Pause(random.NextDouble()) : Task.CompletedTask;
            world.DeadLetters.Gate = () => world.Pause(random.NextDouble());
            world.Heard.FaultOf = one => (random.Next(100), one.EventId.ToByteArray()[^1] % 10) switch
            {
                (0, _) => new StoreUnavailableException("TransientFaults."),
                (1, _) => new CommitConflictException("Conflict."),
                (2, _) => new FormatException("Fault."),
                ( < 70, 0) => new FormatException("Fault of this one."),
                _ => null,
            };
            var sent = new List<OutboxEvent>();
            var tasks = new List<Task>();
            for (var n = 0; n < 2_000; n++)
            {
                var id = new byte[16];
                random.NextBytes(id);
                var topic = random.Next(4) == 0 ? Sample.SeatTopic : Sample.Topic;
                sent.Add(Sample.Event($"{random.Next(40)}", topic) with { EventId = new Guid(id) });
                if (random.Next(20) == 0) sent[^1] = sent[^1] with { Payload = "{" };
                tasks.Add(world.Consumers.HandleAsync(sent[^1], CancellationToken.None));
                if (random.Next(20) == 0) await world.Pause(random.NextDouble());
            }

            await Task.WhenAll(tasks);
            Assert.InRange(world.DeadLetters.Letters.Count, 100, 300);
            Assert.Distinct(world.DeadLetters.Letters.Select(letter => letter.Event.EventId));
            world.AssertInOrder(sent);
        });
    }
}

using Npgsql;
using Ticketing.Messaging;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Messaging;

/// <summary>Dead letters, and the operators' actions on them.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DeadLettersTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Group = "listeners";

    private PostgresDatabase database = null!;
    private NpgsqlDataSource source = null!;
    private DeadLetters letters = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        source = NpgsqlDataSource.Create(database.ConnectionString);
        letters = new DeadLetters(source, new OutboxSignal(), TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_letter_is_found_as_it_was_put()
    {
        var letter = Letter(Sample.Event("k", traceParent: "00-1-2-01"), minute: 1);
        await PutAsync(letter);

        var found = await letters.FindAsync(letter.Event.EventId, Group, default);
        Assert.Equal(letter with { Attempts = found!.Attempts }, found);
        Assert.Equal(letter.Attempts, found.Attempts);
        Assert.Null(await letters.FindAsync(letter.Event.EventId, "other", default));
    }

    [Fact]
    public async Task They_are_listed_newest_first_page_by_page()
    {
        DeadLetter[] all = [.. Enumerable.Range(0, 7).Select(n => Letter(Sample.Event($"{n}"), minute: n / 3))];
        foreach (var letter in all) await PutAsync(letter);
        await PutAsync(Letter(Sample.Event("k", Sample.SeatTopic), minute: 9));
        await PutAsync(Letter(Sample.Event("k"), minute: 9) with { Group = "other" });

        var listed = new List<DeadLetter>();
        DeadLetterPosition? after = null;
        while (await letters.ListAsync(Sample.Topic, Group, after, 2, default) is { Count: > 0 } page)
        {
            listed.AddRange(page);
            after = new DeadLetterPosition(page[^1].DeadAt, page[^1].Event.EventId, page[^1].Group);
        }

        Assert.Equal(
            all.OrderByDescending(letter => letter.DeadAt).ThenBy(letter => letter.Event.EventId.ToString())
                .Select(letter => letter.Event),
            listed.Select(letter => letter.Event));
        Assert.Equal(9, (await letters.ListAsync(null, null, null, 100, default)).Count);
    }

    [Fact]
    public async Task A_replayed_letter_is_in_the_outbox_for_its_group_and_no_longer_dead()
    {
        var letter = Letter(Sample.Event("k"), minute: 1);
        await PutAsync(letter);

        var replays = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            letters.ReplayAsync(letter.Event.EventId, Group, default)));

        Assert.Single(replays, replayed => replayed);
        Assert.Equal([letter.Event], await database.EventsAsync());
        Assert.Equal(Group, await database.ScalarAsync<string>("select only_group from outbox"));
        Assert.Equal(
            OutboxShard.Of(letter.Event.Key), await database.ScalarAsync<short>("select shard from outbox"));
        Assert.Empty(await letters.ListAsync(null, null, null, 10, default));
        Assert.False(await letters.DiscardAsync(letter.Event.EventId, Group, default));
    }

    [Fact]
    public async Task One_that_fails_again_after_its_replay_keeps_its_history()
    {
        var letter = Letter(Sample.Event("k"), minute: 1);
        await PutAsync(letter);
        await letters.ReplayAsync(letter.Event.EventId, Group, default);
        var again = Letter(letter.Event, minute: 5);
        await PutAsync(again);
        await PutAsync(again); // the first write may have succeeded

        var found = await letters.FindAsync(letter.Event.EventId, Group, default);
        Assert.Equal([.. letter.Attempts, .. again.Attempts], found!.Attempts);
        Assert.Equal(again.DeadAt, found.DeadAt);
    }

    [Fact]
    public async Task All_of_a_topic_are_replayed_in_the_order_of_their_events()
    {
        DeadLetter[] all = [.. Enumerable.Range(0, 1_500).Select(n =>
            Letter(Sample.Event($"{n}") with { OccurredAt = Sample.Now.AddSeconds(n) }, minute: 1_500 - n))];
        foreach (var some in all.Chunk(50)) await Task.WhenAll(some.Select(PutAsync));
        await PutAsync(Letter(Sample.Event("k", Sample.SeatTopic), minute: 1));
        await PutAsync(Letter(Sample.Event("k"), minute: 1) with { Group = "other" });

        Assert.Equal(1_500, await letters.ReplayAllAsync(Sample.Topic, Group, default));
        Assert.Equal(all.Select(letter => letter.Event), await database.EventsAsync());
        Assert.Equal(1, await letters.ReplayAllAsync(Sample.Topic, null, default));
        Assert.Single(await letters.ListAsync(null, null, null, 10, default));
    }

    [Fact]
    public async Task A_discarded_letter_is_gone()
    {
        var letter = Letter(Sample.Event("k"), minute: 1);
        await PutAsync(letter);

        Assert.True(await letters.DiscardAsync(letter.Event.EventId, Group, default));
        Assert.False(await letters.DiscardAsync(letter.Event.EventId, Group, default));
        Assert.False(await letters.ReplayAsync(letter.Event.EventId, Group, default));
        Assert.Empty(await database.EventsAsync());
    }

    [Fact]
    public async Task What_cannot_be_stored_as_it_is_is_stored_all_the_same()
    {
        var letter = Letter(Sample.Event("k") with { Payload = "{\0\ud800" }, minute: 1);
        await PutAsync(letter with { Error = "\0", Attempts = [new FailedAttempt(Sample.Now, "a\0b\udc00")] });

        var found = await letters.FindAsync(letter.Event.EventId, Group, default);
        Assert.Equal(("{\ufffd\ufffd", "\ufffd"), (found!.Event.Payload, found.Error));
        Assert.Equal("a\ufffdb\ufffd", Assert.Single(found.Attempts).Error);
    }

    [Fact]
    public async Task Without_a_database_they_are_unavailable()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        var lost = new DeadLetters(nowhere, new OutboxSignal(), TimeProvider.System);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => lost.FindAsync(Guid.NewGuid(), Group, default));
    }

    private Task PutAsync(DeadLetter letter) => letters.PutAsync(letter, default);

    private static DeadLetter Letter(OutboxEvent dead, int minute) => new(
        dead, Group, "Fault: b",
        [
            new FailedAttempt(Sample.Now.AddMinutes(minute), "Fault: a"),
            new FailedAttempt(Sample.Now.AddMinutes(minute).AddMilliseconds(123), "Fault: b"),
        ],
        Sample.Now.AddMinutes(minute).AddSeconds(1));
}

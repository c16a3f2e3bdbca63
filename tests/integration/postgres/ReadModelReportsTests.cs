using Microsoft.Extensions.DependencyInjection;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>
/// When events leave the outbox before they are handled, the handling process reports its progress to the readers.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadModelReportsTests(PostgresFixture postgres)
{
    private const string Rests = "Lists come from the primary's tables, because the read model ";

    [Fact]
    public async Task The_model_is_read_while_its_consumer_in_another_process_says_that_it_is_not_far_behind()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var reader = await ReadsHost.StartAsync(
            database.ConnectionString, ("Events:Transport", "Kafka"), ("Store:MaxStalenessSeconds", 3));
        await Wait.Until(
            () => reader.Log.Messages.Contains(Rests + "has no consumer that reports"), "the model rests at first");
        Assert.Null(reader.Database.Model);

        var consumer = await ReadsHost.StartAsync(database.ConnectionString, ("Events:Transport", "Kafka"));
        DateTimeOffset? oldest = null;
        consumer.Services.GetRequiredService<ReadModelLag>().Oldest = () => oldest;
        await Wait.Until(() => reader.Database.Model is not null, "the model is read");

        oldest = DateTimeOffset.UtcNow.AddSeconds(-10);
        await Wait.Until(() => reader.Database.Model is null, "the model is not read");
        Assert.Contains(Rests + "is too far behind", reader.Log.Messages);
        oldest = null;
        await Wait.Until(() => reader.Database.Model is not null, "the model is read again");

        await consumer.DisposeAsync(); // the last consumer leaves
        await Wait.Until(() => reader.Database.Model is null, "the model is not read without a consumer");
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from read_model_reports"));
    }
}

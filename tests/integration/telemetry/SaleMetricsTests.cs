using Dapper;
using Npgsql;

namespace Ticketing.Tests.Telemetry;

/// <summary>The metrics of a process after a sale equal what was sold.</summary>
[Collection(SoldCollection.Name)]
public sealed class SaleMetricsTests(SoldProcess process)
{
    [Fact]
    public async Task Reservations_are_counted_by_what_became_of_them_as_the_tables_have_it()
    {
        await using var connection = new NpgsqlConnection(process.Database.ConnectionString);
        var rows = await connection.QuerySingleAsync<(long All, long Paid, long Cancelled, long Expired)>(
            """
            select count(*), count(*) filter (where status = 2), count(*) filter (where status = 3),
                count(*) filter (where status = 4) from reservations
            """);

        Assert.Equal((4, 2, 1, 1), rows);
        Assert.Equal(rows.All, SoldProcess.Counted(process.Scrape, "held"));
        Assert.Equal(rows.Paid, SoldProcess.Counted(process.Scrape, "confirmed"));
        Assert.Equal(rows.Cancelled, SoldProcess.Counted(process.Scrape, "cancelled"));
        Assert.Equal(rows.Expired, SoldProcess.Counted(process.Scrape, "expired"));
    }

    [Fact]
    public void Refusals_are_counted_by_their_problem()
    {
        Assert.Equal(2, process.Scrape.Sum("ticketing_refusals_total", ("problem", "seats-taken"), ("status", "409")));
        Assert.Equal(1, process.Scrape.Sum("ticketing_refusals_total", ("problem", "insufficient-balance")));
    }

    [Fact]
    public async Task Steps_of_orders_are_counted_as_the_tables_have_them()
    {
        await using var connection = new NpgsqlConnection(process.Database.ConnectionString);
        var steps = (await connection.QueryAsync<(string Name, long Count)>(
            "select name, count(*) from order_steps group by name")).ToArray();

        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.Equal(
            step.Count, process.Scrape.Sum("ticketing_order_steps_total", ("step", step.Name))));
    }

    [Fact]
    public void Commits_are_measured_in_boundaries_that_fit_them()
    {
        Assert.True(process.Scrape.Sum("ticketing_store_commit_duration_seconds_count", ("outcome", "written")) >= 8);
        Assert.True(process.Scrape.Sum("ticketing_store_batch_size_count") > 0);
        Assert.Contains(
            """ticketing_store_commit_duration_seconds_bucket{outcome="written",le="0.0025"}""", process.Text);
    }

    [Fact]
    public void What_stands_in_the_database_is_told()
    {
        Assert.All(
            new[]
            {
                "ticketing_outbox_rows", "ticketing_outbox_oldest_seconds", "ticketing_dead_letters",
                "ticketing_queue_waiting", "ticketing_queue_active", "ticketing_queue_admitted",
                "ticketing_queue_longest", "ticketing_queue_standstill_seconds", "ticketing_orders_under_way",
                "ticketing_orders_stuck",
            },
            name => Assert.Equal(0, process.Scrape.Sum(name)));
        Assert.InRange(process.Scrape.Sum("ticketing_standing_age_seconds"), 0, 30);
        Assert.InRange(process.Scrape.Sum("ticketing_read_model_lag_seconds"), 0, 30);
        Assert.Equal(1, process.Scrape.Sum("ticketing_ready"));
        Assert.Equal(0, process.Scrape.Sum("ticketing_consumer_lag", ("group", "statistics")));
    }

    [Theory]
    [InlineData("http_server_request_duration_seconds_count")]
    [InlineData("kestrel_active_connections")]
    [InlineData("dotnet_process_memory_working_set_bytes")]
    [InlineData("db_client_connection_count")]
    public void What_the_libraries_measure_is_told_as_well(string name) => Assert.Contains(name, process.Scrape.Names);

    [Fact]
    public void Nothing_is_told_by_fan_or_seat()
    {
        var values = process.Scrape.Families.Values.SelectMany(family => family.Samples)
            .SelectMany(sample => sample.Labels.Values).Distinct().ToArray();

        Assert.DoesNotContain(values, value => Guid.TryParse(value, out _));
        Assert.DoesNotContain(values, value => value.Contains("S-1", StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains("Password", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(values, value => value.Contains("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_tells_where_the_database_is_or_who_connects_to_it()
    {
        var secret = new NpgsqlConnectionStringBuilder(process.Database.ConnectionString);
        var families = process.Scrape.Families.Values
            .Where(family => family.Name.StartsWith("db_client_", StringComparison.Ordinal)).ToArray();
        var pools = families.SelectMany(family => family.Samples)
            .Select(sample => sample.Labels.GetValueOrDefault("db_client_connection_pool_name")).Distinct();

        Assert.Equal(["grain state", "primary", "relay", "replica", "setup"], pools.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(families.SelectMany(family => family.Samples), sample => sample.Labels.Values.Any(
            value => value.Contains(secret.Host!, StringComparison.Ordinal)
                || value.Contains(secret.Username!, StringComparison.Ordinal)
                || value == $"{secret.Port}"));
        Assert.DoesNotContain(secret.Password!, process.Text);
        Assert.DoesNotContain(secret.Database!, process.Text);
    }

    [Fact]
    public void Scrapes_are_not_among_the_requests_that_are_measured() =>
        Assert.DoesNotContain("""http_route="/metrics""", process.Text);
}

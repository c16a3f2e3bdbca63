using Dapper;
using Npgsql;
using Ticketing.Journal;
using Ticketing.Seats;

namespace Ticketing.Store;

/// <summary>Counts sales of a schedule, over its seats and its general admission.</summary>
public sealed class SalesReads(NpgsqlDataSource database)
{
    /// <summary>One row per category, ordered by name; empty when there is no such schedule.</summary>
    public async Task<IReadOnlyList<CategorySales>> CountAsync(Guid scheduleId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var lines = await connection.QueryAsync<CategorySales>(new CommandDefinition(
            """
            select category,
                   cast(count(*) filter (where status = @available) as int) as Available,
                   cast(count(*) filter (where status = @held) as int) as Held,
                   cast(count(*) filter (where status = @sold) as int) as Sold,
                   cast(count(*) filter (where status = @blocked) as int) as Blocked,
                   cast(coalesce(sum(price) filter (where status = @sold), 0) as bigint) as FaceValue
            from seats
            where schedule_id = @scheduleId
            group by category
            union all
            select k.category, k.capacity - k.allocated - k.sold, k.allocated, k.sold, 0,
                   cast(k.sold * c.price as bigint)
            from stock k
            join schedule_categories c on c.schedule_id = k.schedule_id and c.name = k.category
            where k.schedule_id = @scheduleId and not k.has_seats
            order by category
            """,
            new
            {
                scheduleId,
                available = (short)SeatStatus.Available,
                held = (short)SeatStatus.Held,
                sold = (short)SeatStatus.Sold,
                blocked = (short)SeatStatus.Blocked,
            },
            cancellationToken: cancellation));
        return lines.AsList();
    }

    /// <summary>
    /// The money that was paid for the schedule and not given back, in minor units of its currency, from the journal.
    /// </summary>
    public async Task<long> PaidAsync(Guid scheduleId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            select cast(coalesce(sum(case debit when @orders then amount else -amount end), 0) as bigint)
            from journal where schedule_id = @scheduleId and @orders in (debit, credit)
            """,
            new { scheduleId, orders = (short)JournalAccount.Orders },
            cancellationToken: cancellation));
    }
}

/// <summary>The seats of one category by status; for general admission, the number of admissions.</summary>
/// <param name="Held">For general admission also admissions that are paid and have no tickets yet.</param>
/// <param name="FaceValue">
/// The prices of everything sold, before coupons, in minor units of the schedule's currency.
/// </param>
public sealed record CategorySales(
    string Category, int Available, int Held, int Sold, int Blocked, long FaceValue);

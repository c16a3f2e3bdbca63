using Dapper;
using Npgsql;

namespace Ticketing.Store;

/// <summary>The accounts that can sign in. Emails must be in the form in which they are kept.</summary>
public sealed class AccountStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Columns = "id, email, password_hash as PasswordHash, is_operator as IsOperator";

    public async Task<Account?> FindAsync(string email, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<Account>(new CommandDefinition(
            $"select {Columns} from users where email = @email", new { email }, cancellationToken: cancellation));
    }

    public async Task<Account?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<Account>(new CommandDefinition(
            $"select {Columns} from users where id = @id", new { id }, cancellationToken: cancellation));
    }

    /// <summary>Creates a fan's account. Null when the email is taken.</summary>
    public async Task<Account?> CreateAsync(string email, string passwordHash, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<Account>(new CommandDefinition(
            $"""
            insert into users (id, email, password_hash, is_operator, created_at)
            values (@id, @email, @passwordHash, false, @now)
            on conflict (email) do nothing
            returning {Columns}
            """,
            new { id = NewId(), email, passwordHash, now = time.GetUtcNow() },
            cancellationToken: cancellation));
    }

    /// <summary>Creates an operator, or makes the account with this email an operator; sets the password.</summary>
    public async Task PutOperatorAsync(string email, string passwordHash, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into users (id, email, password_hash, is_operator, created_at)
            values (@id, @email, @passwordHash, true, @now)
            on conflict (email) do update set is_operator = true, password_hash = excluded.password_hash
            """,
            new { id = NewId(), email, passwordHash, now = time.GetUtcNow() },
            cancellationToken: cancellation));
    }

    /// <summary>Replaces the hash of an account's password, unless it was replaced meanwhile.</summary>
    public async Task RehashAsync(Account account, string passwordHash, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "update users set password_hash = @passwordHash where id = @Id and password_hash = @before",
            new { passwordHash, account.Id, before = account.PasswordHash },
            cancellationToken: cancellation));
    }

    /// <summary>Turns every operator whose email is not listed into a fan. Returns their number.</summary>
    public async Task<int> KeepOperatorsAsync(string[] emails, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update users set is_operator = false where is_operator and not email = any(@emails)",
            new { emails },
            cancellationToken: cancellation));
    }

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}

/// <param name="Email">In lower case, and its domain in ASCII.</param>
/// <param name="PasswordHash">A hash by ASP.NET's password hasher.</param>
public sealed record Account(Guid Id, string Email, string PasswordHash, bool IsOperator);

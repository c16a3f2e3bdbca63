using Microsoft.AspNetCore.Identity;
using Ticketing.Store;

namespace Ticketing.Tests.Api;

/// <summary>Hashes the operator's password slowly, and counts how often it does.</summary>
internal sealed class CountingHasher : IPasswordHasher<Account>
{
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(500);

    private readonly PasswordHasher<Account> real = new();
    private int count;

    public int Count => Volatile.Read(ref count);

    public string HashPassword(Account user, string password)
    {
        if (password == ApiServer.OperatorPassword)
        {
            Interlocked.Increment(ref count);
            Thread.Sleep(Time);
        }

        return real.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashed, string provided) =>
        real.VerifyHashedPassword(user, hashed, provided);
}

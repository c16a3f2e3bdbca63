using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Store;

namespace Ticketing.Tests.Api;

/// <summary>Two api processes that start on a new database at the same time, as in a cluster.</summary>
[Collection(ApiCollection.Name)]
public sealed class TwoProcessesTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_token_of_one_process_is_good_at_every_other_also_after_the_first_minutes()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        var (first, second) = await StartAsync(database.ConnectionString, builder =>
            builder.Services.PostConfigure<KeyManagementOptions>(
                keys => keys.XmlRepository = new SlowKeyRepository(keys.XmlRepository!)));
        await using var one = first;
        await using var other = second;
        ForgetThatItStartedJustNow(first);
        ForgetThatItStartedJustNow(second);

        Assert.Equal("fan", Protector(second).Unprotect(Protector(first).Protect("fan")));
        Assert.Equal("fan", Protector(first).Unprotect(Protector(second).Protect("fan")));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from data_protection_keys"));
    }

    /// <summary>A second hash would have another salt, and end the sessions that have begun since the first.</summary>
    [Fact]
    public async Task The_password_of_an_operator_is_hashed_by_one_of_them()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        var hasher = new CountingHasher();
        var (first, second) = await StartAsync(database.ConnectionString, builder =>
            builder.Services.AddSingleton<IPasswordHasher<Account>>(hasher));
        await using var one = first;
        await using var other = second;

        Assert.Equal(1, hasher.Count);
    }

    private static async Task<(ApiServer First, ApiServer Second)> StartAsync(
        string connectionString, Action<WebApplicationBuilder> adjust)
    {
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => ApiServer.StartAsync(connectionString, adjust: adjust))));
        return (both[0], both[1]);
    }

    private static IDataProtector Protector(ApiServer process) =>
        process.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("token");

    /// <summary>For five minutes from its start, a process that meets an unknown key reads all keys again.</summary>
    private static void ForgetThatItStartedJustNow(ApiServer process)
    {
        var ring = typeof(KeyManagementOptions).Assembly.GetType(
            "Microsoft.AspNetCore.DataProtection.KeyManagement.Internal.IKeyRingProvider", throwOnError: true)!;
        var provider = process.Services.GetRequiredService(ring);
        var window = provider.GetType().GetProperty(
            "AutoRefreshWindowEnd", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
        window.SetValue(provider, DateTime.UtcNow.AddMinutes(-1));
    }
}

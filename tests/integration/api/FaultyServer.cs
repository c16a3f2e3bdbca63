using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>A server that answers <c>/api/v1/fault/{name}</c> by throwing the exception of that name.</summary>
public sealed class FaultyServer(ApiFixture fixture) : IAsyncLifetime
{
    private PostgresDatabase? database;

    public ApiServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        database = await fixture.CreateDatabaseAsync();
        Server = await ApiServer.StartAsync(
            database.ConnectionString,
            map: app => app.MapGet("/api/v1/fault/{fault}", string (string fault) => throw Create(fault)));
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await database!.DisposeAsync();
    }

    private static Exception Create(string fault) => fault switch
    {
        nameof(StoreOverloadedException) => new StoreOverloadedException("secret"),
        nameof(StoreUnavailableException) => new StoreUnavailableException("secret"),
        nameof(CommitOutcomeUnknownException) => new CommitOutcomeUnknownException("secret"),
        nameof(CommitRefusedException) => new CommitRefusedException("secret"),
        nameof(CommitConflictException) => new CommitConflictException("secret"),
        nameof(LimitExceededException) => new LimitExceededException("secret"),
        nameof(SiloUnavailableException) => new SiloUnavailableException("secret"),
        nameof(TimeoutException) => new TimeoutException("secret"),
        nameof(NpgsqlException) => new NpgsqlException("secret", new SocketException()),
        nameof(PostgresException) => new PostgresException("secret", "FATAL", "FATAL", "57P01"),
        _ => new InvalidOperationException("secret"),
    };
}

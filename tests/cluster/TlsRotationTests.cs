using System.Collections.Concurrent;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>Certificates and the authority are replaced during calls, and no member is restarted.</summary>
public sealed class TlsRotationTests(TlsRedis redis) : IClassFixture<TlsRedis>, IAsyncDisposable
{
    private readonly TlsAuthority old = new("old");
    private readonly TlsAuthority @new = new("new");
    private readonly TlsCluster cluster = new(redis.ConnectionString);

    [Fact]
    public async Task Nothing_fails_while_certificates_and_then_the_authority_are_rotated()
    {
        var first = old.Issue();
        using var files = new TlsFiles(first, old);
        await cluster.StartMemberAsync(files);
        await cluster.StartMemberAsync(files);
        var client = await cluster.ConnectMemberAsync(files);
        await using var calls = new Calls(client);
        await calls.GoOnAsync();

        // A new certificate by the same authority, as every few weeks.
        var second = old.Issue();
        files.Write(second);
        await cluster.UseAsync(second);
        await OpenNewConnectionsAsync(files, calls);

        // A new authority: members accept both, then present a certificate of the new one, then accept only the new
        // one.
        files.Write(old, @new);
        await cluster.TrustAsync(2);
        await OpenNewConnectionsAsync(files, calls);

        var third = @new.Issue();
        files.Write(third);
        await cluster.UseAsync(third);
        await OpenNewConnectionsAsync(files, calls);

        files.Write(@new);
        await cluster.TrustAsync(1);
        await OpenNewConnectionsAsync(files, calls);

        Assert.Empty(calls.Failures);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.ConnectIntruderAsync(new TlsIdentity(second)));
        await cluster.ConnectIntruderAsync(new TlsIdentity(third));
    }

    [Fact]
    public async Task Members_with_the_new_and_with_the_old_certificate_connect_while_both_are_accepted()
    {
        using var ahead = new TlsFiles(@new.Issue(), old, @new);
        using var behind = new TlsFiles(old.Issue(), old, @new);
        await cluster.StartMemberAsync(ahead);
        await cluster.StartMemberAsync(behind);
        foreach (var files in new[] { ahead, behind })
        {
            var client = await cluster.ConnectMemberAsync(files);
            await using var calls = new Calls(client);
            await calls.GoOnAsync();
            Assert.Empty(calls.Failures);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        old.Dispose();
        @new.Dispose();
    }

    /// <summary>
    /// A silo joins and a client connects to all silos, so that new connections to every silo are opened.
    /// </summary>
    private async Task OpenNewConnectionsAsync(TlsFiles files, Calls calls)
    {
        await cluster.StartMemberAsync(files);
        var client = await cluster.ConnectMemberAsync(files);
        await using (var more = new Calls(client))
        {
            await more.GoOnAsync();
            Assert.Empty(more.Failures);
        }

        await calls.GoOnAsync();
        await cluster.StopAsync(client);
    }

    /// <summary>Calls without a pause, each through two grains, so that most calls cross from silo to silo.</summary>
    private sealed class Calls : IAsyncDisposable
    {
        private const int Callers = 8;
        private const int Grains = 400;

        private readonly CancellationTokenSource end = new();
        private readonly ConcurrentQueue<Exception> failures = [];
        private readonly Task[] callers;
        private long answers;

        public Calls(IClusterClient client) => callers =
            [.. Enumerable.Range(0, Callers).Select(number => Task.Run(() => CallAsync(client, number)))];

        public IReadOnlyCollection<Exception> Failures => failures;

        /// <summary>Waits for 1,000 more answers, after which all connections have probably been used.</summary>
        public async Task GoOnAsync()
        {
            var until = Interlocked.Read(ref answers) + 1_000;
            await Wait.Until(() => Interlocked.Read(ref answers) >= until || !failures.IsEmpty);
        }

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            await Task.WhenAll(callers);
            end.Dispose();
        }

        private async Task CallAsync(IClusterClient client, int caller)
        {
            for (var number = caller; !end.IsCancellationRequested; number += Callers)
            {
                try
                {
                    var answer = await client.GetGrain<ITlsEchoGrain>($"{number % Grains}")
                        .Through($"{(number * 7 + 1) % Grains}", $"{number}");
                    Assert.Equal($"{number}", answer);
                    Interlocked.Increment(ref answers);
                }
                catch (Exception failure)
                {
                    failures.Enqueue(failure);
                }
            }
        }
    }
}

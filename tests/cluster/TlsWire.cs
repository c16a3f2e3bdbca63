using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ticketing.Tests.Processes;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// The bytes that an outsider sees who connects to a port without Orleans, or who reads traffic on the way.
/// </summary>
internal static class TlsWire
{
    /// <summary>
    /// Connects, accepts any certificate of the silo, and waits for the first bytes that the silo sends or for the end
    /// of the connection.
    /// </summary>
    public static async Task<(bool IsOpen, byte[] Heard, string? Shown)> ListenAsync(
        EndPoint silo, TlsIdentity identity, TimeSpan duration)
    {
        using var patience = new CancellationTokenSource(duration);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(silo, patience.Token);
        await using var network = new NetworkStream(socket);
        string? shown = null;
        try
        {
            if (identity.IsPlain)
            {
                // An unencrypted Orleans frame: the lengths of header and body, then both.
                await network.WriteAsync(new byte[64], patience.Token);
                return (false, await HearAsync(network, patience.Token), null);
            }

            await using var tls = new SslStream(network, leaveInnerStreamOpen: true, (_, certificate, _, _) =>
            {
                shown = ((X509Certificate2)certificate!).SerialNumber;
                return true;
            });
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = TlsAuthority.MemberName,
                    ClientCertificates = identity.Pair is null ? null : [identity.Pair.Open()],
                    LocalCertificateSelectionCallback = identity.Pair is null
                        ? null
                        : (_, _, certificates, _, _) => certificates[0],
                },
                patience.Token);
            return (false, await HearAsync(tls, patience.Token), shown);
        }
        catch (OperationCanceledException)
        {
            return (true, [], shown);
        }
        catch (Exception closed) when (closed is IOException or AuthenticationException)
        {
            return (false, [], shown);
        }
    }

    private static async Task<byte[]> HearAsync(Stream stream, CancellationToken patience)
    {
        var heard = new byte[4_096];
        return heard[..await stream.ReadAsync(heard, patience)];
    }
}

/// <summary>A proxy between a client and a gateway that records the bytes that pass.</summary>
internal sealed class TlsTap : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly List<byte> passed = [];
    private readonly Task accepting;

    public TlsTap()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The endpoint that the silo listens on.</summary>
    public IPEndPoint Gateway { get; } = new(IPAddress.Loopback, ServerProcess.FreePort());

    /// <summary>The endpoint that clients connect to.</summary>
    public IPEndPoint Door => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Whether this text passed unencrypted.</summary>
    public bool HasHeard(string text)
    {
        lock (passed) return passed.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    public int Count
    {
        get
        {
            lock (passed) return passed.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!end.IsCancellationRequested)
        {
            var client = await listener.AcceptSocketAsync(end.Token);
            var silo = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await silo.ConnectAsync(Gateway, end.Token);
            _ = PassAsync(client, silo);
            _ = PassAsync(silo, client);
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer, end.Token) is > 0 and var count)
            {
                lock (passed) passed.AddRange(buffer.AsSpan(0, count));
                await to.SendAsync(buffer.AsMemory(0, count), end.Token);
            }
        }
        catch (Exception closed)
            when (closed is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has closed the connection.
        }

        from.Dispose();
        to.Dispose();
    }
}

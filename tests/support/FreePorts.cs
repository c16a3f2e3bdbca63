using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ticketing.Tests.Support;

/// <summary>
/// Ports that hosts of the tests listen on. The system could give a port of its own range to an outgoing connection
/// between this call and the start of the host, and two hosts that start at the same time could be given the same port.
/// So these ports are below the system's range, and each is given once.
/// </summary>
internal static class FreePorts
{
    private const int First = 18_000;
    private const int Count = 12_000;

    // Test projects that run at the same time begin at different ports.
    private static int last = Environment.ProcessId * 97;

    public static int Next()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + ((Interlocked.Increment(ref last) & int.MaxValue) % Count);
            if (IsFree(port)) return port;
        }

        throw new UnreachableException($"All ports from {First} to {First + Count - 1} are taken.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

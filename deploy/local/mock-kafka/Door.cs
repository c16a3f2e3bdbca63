using System.Net;
using System.Net.Sockets;

namespace Ticketing.MockKafka;

/// <summary>
/// A fixed port in front of the broker, whose own port changes at each start: clients that know this one find the
/// broker again, and learn its port from it.
/// </summary>
internal sealed class Door(string brokerHost, int brokerPort)
{
    /// <returns>"ok", or why the port cannot be opened.</returns>
    public string Open(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException refused)
        {
            return refused.Message;
        }

        _ = ServeAsync(listener);
        return "ok";
    }

    private async Task ServeAsync(TcpListener listener)
    {
        while (true) _ = CarryAsync(await listener.AcceptTcpClientAsync());
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var broker = new TcpClient())
        {
            try
            {
                await broker.ConnectAsync(brokerHost, brokerPort);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(broker.GetStream()),
                    broker.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (SocketException)
            {
                // The broker is down: so is its door.
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Billing.Silo.Hosting;

/// <summary>
/// A port for somebody who binds it later. Below those that systems give to outgoing connections (32768 and up on Linux), so that none of these takes it
/// meanwhile, and by chance, so that two instances that start at once hardly meet.
/// </summary>
internal static class FreePort
{
    private const int Lowest = 20_000;
    private const int BeyondHighest = 32_000;

    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, BeyondHighest);
            if (IsFree(port)) return port;
        }
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

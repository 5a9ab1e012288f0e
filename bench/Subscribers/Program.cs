using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Billing.Bench;

// What subscribers cost: memory of one that hears nothing, and how long one event takes to reach all of them, beside a bare loop that sends as many bytes to as
// many sockets: dotnet run -c Release --project bench/Subscribers [-- <Billing.Silo.dll>]. The loader shares the machine with the service.
int[] sizes = [1, 1_000, 10_000];
const int Events = 10;
var program = args.FirstOrDefault() ?? Path.GetFullPath("src/Silo/bin/Release/net10.0/Billing.Silo.dll");
var data = Directory.CreateTempSubdirectory("billing-bench-").FullName;
using var service = await Service.StartAsync(program, data, "--Billing:Limits:Streams:ConnectionsPerCaller=100000", "--Billing:Limits:ConcurrentOperations=10000");
var account = await service.AccountAsync(null);
var organization = await service.SignedAsync(account, "Subscribers");

var sockets = new List<Listener>();
foreach (var size in sizes)
{
    var before = service.Memory;
    var added = size - sockets.Count;
    // Behind what has happened: none is missed while the last of them are still being opened.
    var after = (string)(await service.DataAsync(
        "query($organization: ID!) { organization(id: $organization) { events(first: 100) { pageInfo { endCursor } } } }", new { organization }))["organization"]!["events"]!["pageInfo"]!["endCursor"]!;
    while (sockets.Count < size)
    {
        sockets.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(100, size - sockets.Count)).Select(_ => Listener.SubscribedAsync(service, organization, after))));
    }
    if (added > 1) Console.WriteLine($"{size,6} subscribers: {(service.Memory - before) / added / 1024.0,6:F1} KB each");

    List<double> all = [], last = [];
    for (var number = 0; number < Events; number++)
    {
        var begun = Stopwatch.GetTimestamp();
        var heard = sockets.Select(async socket =>
        {
            await socket.HearAsync();
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }).ToList();
        await service.DataAsync(
            "mutation($organization: ID!, $name: String!) { updateOrganization(input: { organizationId: $organization, name: $name }) { errors { code } } }",
            new { organization, name = "Name " + number });
        var times = await Task.WhenAll(heard);
        if (number == 0) continue;      // warm-up
        all.AddRange(times);
        last.Add(times.Max());
    }
    all.Sort();
    // A process may not have as many sockets as that would take: the loop is as long as its number.
    var pairs = Math.Min(size, 4_000);
    var bare = await BareAsync(pairs, sockets[0].LastLength) * size / pairs;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{size,6} subscribers: one event p50 {all[all.Count / 2]:F1} ms, p99 {all[all.Count * 99 / 100]:F1} ms, all {last.Average():F1} ms; a bare loop {bare:F1} ms, so {last.Average() / bare:F1} x"));
}
Directory.Delete(data, recursive: true);

// As many connected pairs, as many bytes to each, heard by as many readers.
static async Task<double> BareAsync(int size, int bytes)
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start(1_000);
    var (senders, readers) = (new List<Socket>(), new List<Socket>());
    for (var number = 0; number < size; number++)
    {
        var reader = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await reader.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        readers.Add(reader);
        senders.Add(await listener.AcceptSocketAsync());
    }
    var message = new byte[bytes];
    var times = new List<double>();
    for (var round = 0; round < 5; round++)
    {
        var begun = Stopwatch.GetTimestamp();
        var heard = readers.Select(async reader =>
        {
            var buffer = new byte[bytes];
            for (var got = 0; got < bytes;) got += await reader.ReceiveAsync(buffer.AsMemory(got));
        }).ToList();
        foreach (var sender in senders) await sender.SendAsync(message);
        await Task.WhenAll(heard);
        if (round > 0) times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }
    foreach (var socket in senders.Concat(readers)) socket.Dispose();
    return times.Average();
}

/// <summary>One subscriber, as cheap as it can be: a plain socket that knows just enough of the protocol.</summary>
internal sealed class Listener(Socket socket)
{
    private readonly byte[] buffer = new byte[2_048];

    public int LastLength { get; private set; }

    public static async Task<Listener> SubscribedAsync(Service service, string organization, string after)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, service.Client.BaseAddress!.Port);
        var listener = new Listener(socket);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            "GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + $"Sec-WebSocket-Protocol: graphql-transport-ws\r\nAuthorization: {service.Client.DefaultRequestHeaders.Authorization}\r\n\r\n"));
        await listener.HeadAsync();
        await socket.SendAsync(Frame("{\"type\":\"connection_init\"}"));
        await listener.HearAsync();
        await socket.SendAsync(Frame(
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"subscription($o: ID!, $a: String) { organizationEvents(organizationId: $o, after: $a) { cursor ... on OrganizationUpdated { name } } }\",\"variables\":{\"o\":\""
            + organization + "\",\"a\":\"" + after + "\"}}}"));
        return listener;
    }

    /// <summary>One whole message.</summary>
    public async Task HearAsync()
    {
        do
        {
            await FillAsync(0, 2);
            var length = buffer[1] & 0x7f;
            var head = 2;
            if (length == 126)
            {
                await FillAsync(2, 2);
                (head, length) = (4, BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(2)));
            }
            await FillAsync(head, length);
            LastLength = head + length;
            if (!buffer.AsSpan(head, length).IndexOf("\"type\":\"ping\""u8).Equals(-1)) await socket.SendAsync(Frame("{\"type\":\"pong\"}"));
            else return;
        }
        while (true);
    }

    private async Task HeadAsync()
    {
        for (var at = 0; at < 4 || !buffer.AsSpan(at - 4, 4).SequenceEqual("\r\n\r\n"u8); at++) await FillAsync(at, 1);
    }

    private async Task FillAsync(int from, int count)
    {
        for (var got = 0; got < count;)
        {
            var now = await socket.ReceiveAsync(buffer.AsMemory(from + got, count - got));
            got += now > 0 ? now : throw new InvalidOperationException("closed: " + Encoding.UTF8.GetString(buffer, 0, 200));
        }
    }

    private static byte[] Frame(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        byte[] length = bytes.Length < 126 ? [(byte)(0x80 | bytes.Length)] : [0x80 | 126, (byte)(bytes.Length >> 8), (byte)(bytes.Length & 0xff)];
        return [0x81, .. length, 0, 0, 0, 0, .. bytes];
    }
}

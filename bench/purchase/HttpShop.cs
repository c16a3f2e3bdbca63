using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using Ticketing.Bench.Cluster;

namespace Ticketing.Bench.Purchases;

/// <summary>The product as fans use it: a server process, and accounts that were created beforehand.</summary>
internal sealed class HttpShop : IShop, IDisposable
{
    private const int Fans = 1_500;
    private const long Points = 100_000_000;
    private const int SignUpsAtOnce = 16;

    private readonly HttpClient http;
    private AuthenticationHeaderValue[] fans = [];
    private int turn;

    private HttpShop(HttpClient http)
    {
        this.http = http;
        Seats = BenchSale.At(http);
    }

    public SeatSupply Seats { get; }

    public static async Task<HttpShop> OpenAsync(Uri address, int connections)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false })
        {
            BaseAddress = new Uri(address, "/api/v1/"),
        };
        var shop = new HttpShop(http);
        var fans = new AuthenticationHeaderValue[Fans];
        await Parallel.ForAsync(
            0, Fans, new ParallelOptions { MaxDegreeOfParallelism = SignUpsAtOnce },
            async (number, _) => fans[number] = await shop.SignUpAsync(number));
        shop.fans = fans;
        return shop;
    }

    public async Task<BoughtTicket> BuyAsync()
    {
        var number = Interlocked.Increment(ref turn);
        var fan = fans[number % Fans];
        var (scheduleId, seatId) = Seats[await Seats.TakeAsync()];
        var wish = $$"""{"scheduleId":"{{scheduleId}}","seats":["{{seatId}}"]}""";
        var began = Stopwatch.GetTimestamp();
        string reservation;
        using (var reserved = await SendAsync("reservations", fan, $"{number}", wish))
            reservation = reserved.RootElement.GetProperty("id").GetString()!;

        var path = $"reservations/{reservation}/payment";
        var paysSince = Stopwatch.GetTimestamp();
        var asked = 0;
        while (!await PayAsync(path, fan)) asked++;
        return new BoughtTicket(
            Stopwatch.GetElapsedTime(began).TotalMilliseconds,
            Stopwatch.GetElapsedTime(paysSince).TotalMilliseconds,
            asked);
    }

    public void Dispose() => http.Dispose();

    /// <summary>Whether the order has ended.</summary>
    private async Task<bool> PayAsync(string path, AuthenticationHeaderValue fan)
    {
        using var paid = await SendAsync(path, fan, idempotencyKey: null, json: null);
        var body = paid.RootElement;
        if (body.GetProperty("status").GetString() != "Completed") return false;
        return body.GetProperty("reservation").GetProperty("status").GetString() == "Confirmed"
            && body.GetProperty("tickets").GetArrayLength() == 1
                ? true
                : throw new InvalidOperationException($"A payment was completed without a ticket: {body}");
    }

    private async Task<AuthenticationHeaderValue> SignUpAsync(int number)
    {
        var token = await BenchApi.SignUpAsync(http, $"fan-{number}@example.com");
        var fan = new AuthenticationHeaderValue("Bearer", token);
        using var charged = await SendAsync("balance/charges", fan, "points", $$"""{"amount":{{Points}}}""");
        return fan;
    }

    private async Task<JsonDocument> SendAsync(
        string path, AuthenticationHeaderValue fan, string? idempotencyKey, string? json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = fan;
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (json is not null) request.Content = new StringContent(json, null, MediaTypeNames.Application.Json);
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices
            ? JsonDocument.Parse(body)
            : throw new InvalidOperationException(
                $"{path} answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
    }
}

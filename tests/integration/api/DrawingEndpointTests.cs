using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Ticketing.Tests.Rules.Catalog;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class DrawingEndpointTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task The_index_of_a_seat_is_its_number_in_the_table_of_seats()
    {
        var hall = Halls.Create();
        var sale = await Sale.OpenAsync(server, terms =>
        {
            terms["plan"] = hall.DeepClone();
            terms["prices"] = new JsonObject { ["First"] = 300, ["Second"] = 200, ["VIP"] = 900 };
        });

        var drawing = (await server.Anonymous().GetAsync(Path(sale))).ShouldBe(200);

        await using var database = new NpgsqlConnection(fixture.Database.ConnectionString);
        var ids = (await database.QueryAsync<string>(
            "select seat_id from seats where schedule_id = @ScheduleId order by ordinal", new { sale.ScheduleId }))
            .ToArray();
        var byId = (from zone in hall["zones"]!.AsArray()
                    from row in zone!["rows"]!.AsArray()
                    from seat in row!["seats"]!.AsArray()
                    select ((string)seat!["seat_guid"]!, (string)zone["name"]!, (string)row["row_number"]!,
                        (string)seat["seat_number"]!, (string)seat["category"]!))
            .ToDictionary(seat => seat.Item1);
        Assert.Equal(
            ids.Select(id => byId[id]).Select(seat => (seat.Item2, seat.Item3, seat.Item4, seat.Item5)),
            DrawnSeat.AllOf(drawing).Select(seat => (seat.Zone, seat.Row, seat.Number, seat.Category)));
        Assert.Equal(ids.Length, (int)drawing["seatCount"]!);
        Assert.Equal(
            [("First", 300L), ("Second", 200L), ("VIP", 900L)],
            drawing["categories"]!.AsArray().Select(one => ((string)one!["name"]!, (long)one["price"]!)));
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task The_drawing_is_packed_as_the_client_accepts_it(string? accepted, string? packed)
    {
        var sale = await Sale.OpenAsync(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{Path(sale)}");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var answer = await server.Http.SendAsync(request);

        Assert.Equal(packed is null ? [] : [packed], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        var sent = await answer.Content.ReadAsStreamAsync();
        await using var plain = packed switch
        {
            "br" => new BrotliStream(sent, CompressionMode.Decompress),
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            _ => sent,
        };
        Assert.Equal(50, DrawnSeat.AllOf((await JsonNode.ParseAsync(plain))!).Count);
    }

    [Fact]
    public async Task A_drawing_is_kept_for_ever_and_sent_once()
    {
        var sale = await Sale.OpenAsync(server);

        var first = await server.Anonymous().GetAsync(Path(sale));
        var again = await server.Anonymous().GetAsync(Path(sale), first.Headers.ETag!.ToString());

        Assert.Contains("immutable", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal((int)HttpStatusCode.NotModified, again.Status);
        Assert.Empty(again.Text);
    }

    [Fact]
    public async Task A_schedule_that_is_none_has_no_drawing() =>
        (await server.Anonymous().GetAsync($"/schedules/{Guid.NewGuid()}/drawing")).ShouldBeProblem(404, "not-found");

    private static string Path(Sale sale) => $"/schedules/{sale.ScheduleId}/drawing";
}

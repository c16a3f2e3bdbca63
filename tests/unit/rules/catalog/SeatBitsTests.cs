using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Api;
using Ticketing.Catalog;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Tests.Rules.Catalog;

/// <summary>The form of a seat map by index, against its form by id.</summary>
public class SeatBitsTests
{
    private const string Epoch = "e1";

    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;
    private static readonly PlanLabels Hall =
        PlanLabels.Of(Plans.Read(Halls.Create().ToJsonString()).Plan!, "revision");

    [Fact]
    public void Bits_and_changes_by_index_say_what_the_ids_say()
    {
        var random = new Random(7);
        var versions = new List<SentSeatMap> { SentSeatMap.Of(Drawn(1), Json, Hall) };
        for (var sequence = 2; sequence < 60; sequence++)
            versions.Add(versions[^1].With(Some(random, sequence)));

        Assert.All(versions, map => Assert.Equal(StatesById(map), StatesByIndex(map)));
        var newest = StatesByIndex(versions[^1]);
        Assert.All(versions, old => Assert.Equal(
            newest, Applied(StatesByIndex(old), versions[^1].ByIndex!.ChangesSince(old.Version)!.Value)));
    }

    [Fact]
    public void A_page_learns_the_revision_and_the_number_of_seats()
    {
        var map = SentSeatMap.Of(Drawn(3), Json, Hall);

        var whole = JsonNode.Parse(map.ByIndex!.Whole.Span)!;

        Assert.Equal(("revision", Hall.SeatCount), ((string)whole["revision"]!, (int)whole["seatCount"]!));
        Assert.Equal(map.Version, (string)whole["version"]!);
        Assert.Equal((Hall.SeatCount + 3) / 4, Convert.FromBase64String((string)whole["states"]!).Length);
    }

    [Fact]
    public void A_form_is_written_once_for_all_clients()
    {
        var map = SentSeatMap.Of(Drawn(3), Json, Hall).With(Some(new Random(1), 4));

        Assert.True(map.ByIndex!.Whole.Equals(map.ByIndex.Whole));
        var since = SeatMapVersions.Of(Epoch, 3);
        Assert.True(map.ByIndex.ChangesSince(since)!.Value.Equals(map.ByIndex.ChangesSince(since)!.Value));
    }

    [Fact]
    public void Without_the_plan_there_are_ids_only_until_it_can_be_read()
    {
        var drawn = Drawn(3) with { Held = [Hall.SeatIds[5]] };
        var map = SentSeatMap.Of(drawn, Json, PlanLabels.None);
        Assert.Null(map.ByIndex);

        var known = map.Knowing(Hall);

        Assert.Equal(map.Version, known.Version);
        Assert.Equal(SeatStatus.Held, StatesByIndex(known)[5]);
    }

    [Fact]
    public void The_index_of_a_seat_is_its_number_in_the_table_of_seats()
    {
        var plan = Plans.ReadDemo("arena.json").Plan!;
        var labels = PlanLabels.Of(plan, "revision");

        Assert.Equal(ScheduleSeats.Of(plan).Select(seat => seat.SeatId), labels.SeatIds.AsEnumerable());
        Assert.All(ScheduleSeats.Of(plan), seat => Assert.Equal(seat.Ordinal, labels.IndexOf(seat.SeatId)));
        Assert.Null(labels.IndexOf(""));
    }

    [Fact]
    public void A_map_says_whom_it_concerns_since_any_version_that_a_stream_has()
    {
        var (fan, other) = (Guid.NewGuid(), Guid.NewGuid());
        var versions = new List<SentSeatMap> { SentSeatMap.Of(Drawn(1), Json, Hall) };
        for (var sequence = 2; sequence < 12; sequence++)
            versions.Add(versions[^1].With(Of(sequence, sequence == 5 ? fan : other)));
        var newest = versions[^1];

        Assert.Equal([true, true, true, true, false, false], versions.Take(6).Select(old => newest.Concerns(fan, old)));
        Assert.False(newest.Concerns(fan, newest));
        Assert.Null(versions[0].Concerns(fan, newest));
        Assert.Null(newest.Concerns(fan, SentSeatMap.Of(Drawn(1) with { Version = "e2-1" }, Json, Hall)));
        for (var sequence = 12; sequence < 200; sequence++)
            newest = newest.With(Of(sequence, other));
        Assert.Null(newest.Concerns(fan, versions[0]));
        Assert.False(newest.Concerns(fan, newest.With(new SeatMapUpdate(newest.Version, Whole: null, []))));

        static SeatMapUpdate Of(long sequence, Guid whom) =>
            new(SeatMapVersions.Of(Epoch, sequence), Whole: null, []) { Fans = [whom] };
    }

    [Fact]
    public void General_admission_changes_the_version_and_no_seat()
    {
        var map = SentSeatMap.Of(Drawn(1), Json, Hall);
        var sold = map.With(new SeatMapUpdate(SeatMapVersions.Of(Epoch, 2), Whole: null, []));

        Assert.True(sold.LooksLike(map));
        Assert.False(sold.With(Some(new Random(1), 3)).LooksLike(map));
        Assert.False(map.LooksLike(null));
    }

    [Fact]
    public void A_silo_of_an_older_release_names_no_fans()
    {
        var map = SentSeatMap.Of(Drawn(1), Json, Hall);

        var next = map.With(new SeatMapUpdate(SeatMapVersions.Of(Epoch, 2), Whole: null, []));

        Assert.False(next.Concerns(Guid.NewGuid(), map));
    }

    [Fact]
    public void What_is_left_is_counted_for_each_category_and_zone()
    {
        var random = new Random(3);
        var map = SentSeatMap.Of(Drawn(1), Json, Hall);
        for (var sequence = 2; sequence < 40; sequence++)
            map = map.With(Some(random, sequence));

        var found = Availability.Of(map, [new AdmissionCount("Standing", 100, 7, 30)]);

        var states = StatesById(map);
        var seats = ScheduleSeats.Of(Plans.Read(Halls.Create().ToJsonString()).Plan!);
        Assert.Equal(
            [
                .. Hall.Categories.Select(name => Counted(name, seat => seat.Category == name)),
                new SupplyBody("Standing", 63, 7, 30, 100),
            ],
            found.Categories);
        Assert.Equal(Hall.Zones.Select((name, zone) => Counted(name, seat => seat.Zone == zone)), found.Zones);

        SupplyBody Counted(string name, Func<ScheduleSeat, bool> isIn)
        {
            SeatStatus[] those = [.. seats.Where(isIn).Select(seat => states[seat.Ordinal])];
            int Count(SeatStatus status) => those.Count(one => one == status);
            return new SupplyBody(
                name, Count(SeatStatus.Available), Count(SeatStatus.Held), Count(SeatStatus.Sold), those.Length);
        }
    }

    private static SeatMap Drawn(long sequence) =>
        new(SeatMapVersions.Of(Epoch, sequence), Hall.SeatCount, [], [], []);

    private static SeatMapUpdate Some(Random random, long sequence) => new(
        SeatMapVersions.Of(Epoch, sequence),
        Whole: null,
        [
            .. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(Hall.SeatCount)).Distinct()
                .Select(seat => new SeatChange(Hall.SeatIds[seat], (SeatStatus)random.Next(4))),
        ]);

    private static SeatStatus[] StatesById(SentSeatMap map)
    {
        var whole = JsonNode.Parse(map.ById.Whole.Span)!;
        var states = new SeatStatus[Hall.SeatCount];
        foreach (var status in (SeatStatus[])[SeatStatus.Held, SeatStatus.Sold, SeatStatus.Blocked])
        {
            foreach (var seat in whole[$"{status}".ToLowerInvariant()]!.AsArray())
                states[Hall.SeatIds.IndexOf((string)seat!)] = status;
        }

        return states;
    }

    /// <summary>As a page reads them.</summary>
    private static SeatStatus[] StatesByIndex(SentSeatMap map)
    {
        var whole = JsonNode.Parse(map.ByIndex!.Whole.Span)!;
        var packed = Convert.FromBase64String((string)whole["states"]!);
        return [.. Enumerable.Range(0, Hall.SeatCount).Select(
            seat => (SeatStatus)((packed[seat >> 2] >> (2 * (seat & 3))) & 3))];
    }

    private static SeatStatus[] Applied(SeatStatus[] states, ReadOnlyMemory<byte> changes)
    {
        int[] changed = [.. JsonNode.Parse(changes.Span)!["changes"]!.AsArray().Select(item => (int)item!)];
        Assert.Equal(changed.Chunk(2).Select(pair => pair[0]).Order(), changed.Chunk(2).Select(pair => pair[0]));
        foreach (var pair in changed.Chunk(2))
            states[pair[0]] = (SeatStatus)pair[1];
        return states;
    }
}

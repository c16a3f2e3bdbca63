namespace Ticketing.Tests.Wire;

/// <summary>The contract between two releases is in committed lists; no change breaks an earlier release.</summary>
public sealed class WireListTests
{
    private static readonly Dictionary<string, Func<string>> Lists = new()
    {
        ["grains.txt"] = () => GrainWire.Read().Write(
            "What silos and api processes tell each other: interfaces, methods and types by their aliases, members by",
            "their ids. Processes of two releases run side by side during an upgrade and must agree on all of it;",
            "docs/adr/0009 says what may change. Made from the assemblies by tests/unit/wire (WRITE_DOCS=1)."),
        ["events.txt"] = () => JsonWire.ReadEvents().Write(
            "Events: topics with their bodies and consumer groups, bodies with their JSON members. They outlive a",
            "release in the outbox, at the brokers and in dead letters. A member that is not required may be missing.",
            "'webhook' is what others get. Made from the assemblies by tests/unit/wire (WRITE_DOCS=1)."),
        ["columns.txt"] = () => JsonWire.ReadColumns().Write(
            "Columns of the database that hold JSON, and the members of their elements. Rows outlive releases.",
            "Made from the assemblies by tests/unit/wire (WRITE_DOCS=1)."),
    };

    public static TheoryData<string> Names => [.. Lists.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_committed_list_is_what_the_assemblies_say(string name) => WireFiles.ShouldBe(name, Lists[name]());

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_breaks_a_release_that_is_kept(string name)
    {
        var now = Lists[name]();
        WireFiles.Keep(name, () => now);

        Assert.All(WireFiles.Releases, release => Assert.Empty(WireCompatibility.Complaints(
            WireList.Parse(File.ReadAllText(Path.Combine(release, name))), WireList.Parse(now))));
    }

    [Fact]
    public void Every_method_of_every_grain_is_in_the_list()
    {
        var list = GrainWire.Read();

        var reserve = list.Sections["interface Ticketing.IReservationGrain"];
        Assert.StartsWith("version ", reserve.Facts, StringComparison.Ordinal);
        Assert.Equal("(ReserveSeats) Task<ReserveOutcome>", reserve.Find("Reserve"));
        Assert.Equal("Ticketing.IReservationGrain", list.Sections["grain reservation"].Facts);
        Assert.Equal("QueuePlace? Place", list.Sections["type ReserveSeats"].Find("6"));
        Assert.Equal(": TicketStoreException", list.Sections["type CommitConflictException"].Facts);
        Assert.Equal("Confirmed", list.Sections["enum ReservationStatus"].Find("2"));
    }

    [Fact]
    public void What_is_read_from_the_file_is_what_was_written()
    {
        var text = Lists["grains.txt"]();

        Assert.Equal(text, WireList.Parse(text).Write([.. text.Split('\n').TakeWhile(line => line.StartsWith('#'))
            .Select(line => line[2..])]));
    }
}

using Ticketing.Api;

namespace Ticketing.Tests.Api;

public sealed class ReservationIdTests
{
    private readonly Guid user = Guid.Parse("0196f3c2-5b1e-7c3a-9d52-1f0c2b7a4e11");

    [Fact]
    public void The_id_of_a_user_and_a_key_never_changes()
    {
        // Pinned: with another value, a running sale would treat every retried request as a new one.
        Assert.Equal(Guid.Parse("dcecd577-812c-878f-a3dd-b78668482dc2"), ReservationId.Of(user, "key"));
    }

    [Fact]
    public void It_is_a_version_8_uuid_of_the_rfc_variant()
    {
        foreach (var number in Enumerable.Range(0, 1_000))
        {
            var id = ReservationId.Of(user, $"key-{number}");
            Assert.Equal(8, id.Version);
            Assert.InRange(id.Variant, 0x8, 0xB);
        }
    }

    [Fact]
    public void Another_user_or_key_has_another_id()
    {
        var ids = Enumerable.Range(0, 1_000).Select(number => ReservationId.Of(user, $"{number}"))
            .Concat(Enumerable.Range(0, 1_000).Select(number => ReservationId.Of(Guid.NewGuid(), $"{number}")));

        Assert.Equal(2_000, ids.Distinct().Count());
    }

    [Fact]
    public void The_longest_key_has_an_id()
    {
        Assert.NotEqual(
            ReservationId.Of(user, new string('~', Limits.MaxNameLength)),
            ReservationId.Of(user, new string('~', Limits.MaxNameLength - 1)));
    }
}

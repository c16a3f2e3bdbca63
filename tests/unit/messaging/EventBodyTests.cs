using System.Text.Json;

namespace Ticketing.Tests.Messaging;

public sealed class EventBodyTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    // As a process of a release without versions writes it.
    [InlineData("""
        {"reservationId":"0193a3f0-0000-7000-8000-000000000001","scheduleId":"0193a3f0-0000-7000-8000-000000000002",
        "userId":"0193a3f0-0000-7000-8000-000000000003","seats":[],"amount":1,
        "expiresAt":"2026-06-01T12:00:00+00:00","reason":null}
        """)]
    public void A_body_that_lacks_something_is_not_read_as_zeros(string payload) =>
        Assert.Throws<JsonException>(() => Sample.ToOne.Read(Sample.Event("k") with { Payload = payload }));
}

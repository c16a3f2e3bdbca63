using Microsoft.AspNetCore.Mvc;

namespace Ticketing.Api;

/// <summary>Which dead letters are listed; all when neither is given.</summary>
internal sealed record DeadLetterQuery(
    [property: FromQuery(Name = "topic")] string? Topic, [property: FromQuery(Name = "group")] string? Group);

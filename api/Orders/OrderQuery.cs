using Microsoft.AspNetCore.Mvc;

namespace Ticketing.Api;

/// <summary>Which orders are listed.</summary>
/// <param name="Stuck">"true": those alone that made no step for long; all that have not ended when not given.</param>
internal sealed record OrderQuery([property: FromQuery(Name = "stuck")] string? Stuck)
{
    /// <summary>False when it is malformed; <paramref name="problem"/> then says how.</summary>
    public bool TryRead(out TimeSpan idle, out Problem problem)
    {
        var errors = new FieldProblems();
        errors.Require(Stuck is null or "true" or "false", "stuck", "The value must be 'true' or 'false'.");
        idle = Stuck is "true" ? TimeSpan.FromSeconds(Limits.LostOrderSeconds) : TimeSpan.Zero;
        problem = errors.ToProblem();
        return !errors.Any;
    }
}

namespace Ticketing.Api;

/// <summary>Which dead letters are to be tried again.</summary>
/// <param name="Topic">All of this topic.</param>
/// <param name="Group">Of these, only this consumer group's; all groups' when not given.</param>
public sealed record ReplayRequest(string Topic, string? Group = null)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        errors.Require(
            Choreography.All.Any(line => line.Topic == Topic), "$.topic", "There is no such topic with consumers.");
        errors.Require(
            Group is null || Choreography.All.Any(line => line.Topic == Topic && line.Group == Group),
            "$.group", "There is no such group that consumes the topic.");
        return errors;
    }
}

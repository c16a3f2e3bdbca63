using System.Collections.Immutable;

namespace Ticketing.Api;

/// <summary>Endpoint metadata: the problems it answers, beside those that follow from its shape.</summary>
internal sealed record AnsweredProblems(ImmutableArray<ProblemType> Types);

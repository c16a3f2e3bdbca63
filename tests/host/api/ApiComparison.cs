namespace Ticketing.Tests.Host;

/// <summary>Says where one API is not part of another.</summary>
public static class ApiComparison
{
    public static IEnumerable<string> Findings(
        IReadOnlyDictionary<string, ApiType> ours,
            IReadOnlyDictionary<string, ApiType> theirs, IEnumerable<string> elsewhere)
    {
        foreach (var name in ours.Keys.Except(theirs.Keys).Except(elsewhere))
            yield return $"{name} does not exist in Orleans";
        foreach (var type in ours.Values)
        {
            if (!theirs.TryGetValue(type.Name, out var real))
                continue;
            if (type.Kind != real.Kind)
                yield return $"{type.Name} is {type.Kind} here and {real.Kind} in Orleans";
            if (type.Base != real.Base)
                yield return $"{type.Name} derives from {type.Base} here and from {real.Base} in Orleans";
            foreach (var extra in type.Interfaces.Except(real.Interfaces))
                yield return $"{type.Name} implements {extra} here only";
            foreach (var extra in type.Members.Except(real.Members))
                yield return $"{type.Name} has {extra} here only";
        }
    }
}

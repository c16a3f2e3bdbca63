using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Ticketing.Api;

/// <summary>Refuses query parameters that the address does not have, like unknown members of a body.</summary>
internal static class KnownQuery
{
    public static RouteGroupBuilder RefusesUnknownQuery(this RouteGroupBuilder group) => group
        .Answers(Problems.InvalidRequest)
        .AddEndpointFilterFactory((handler, next) =>
        {
            var known = NamesOf(handler.MethodInfo).ToFrozenSet(StringComparer.Ordinal);
            return context => context.HttpContext.Request is { QueryString.HasValue: true } request
                && Explain(request, known) is { Any: true } errors
                    ? ValueTask.FromResult<object?>(errors.ToProblem())
                    : next(context);
        });

    private static FieldProblems Explain(HttpRequest request, FrozenSet<string> known)
    {
        var errors = new FieldProblems();
        var rule = known.Count == 0
            ? "is no parameter of this address, which has none"
            : $"is no parameter of this address, which has {string.Join(", ", known.Order(StringComparer.Ordinal))}";
        foreach (var name in request.Query.Keys.Where(name => !known.Contains(name)))
            errors.Add(name, rule);
        return errors;
    }

    /// <summary>The names in <c>[FromQuery(Name = ...)]</c> of the handler's parameters, gathered or not.</summary>
    private static IEnumerable<string> NamesOf(MethodInfo handler)
    {
        foreach (var parameter in handler.GetParameters())
        {
            if (parameter.GetCustomAttribute<FromQueryAttribute>() is { } single)
                yield return single.Name ?? parameter.Name!;
            if (parameter.GetCustomAttribute<AsParametersAttribute>() is null)
                continue;
            foreach (var member in parameter.ParameterType.GetProperties())
                if (member.GetCustomAttribute<FromQueryAttribute>() is { } gathered)
                    yield return gathered.Name ?? member.Name;
        }
    }
}

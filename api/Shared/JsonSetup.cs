using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>Bodies are read strictly: unknown or ambiguous input is refused, not guessed.</summary>
internal static class JsonSetup
{
    /// <summary>A seating plan is nested one level deep in its body.</summary>
    private const int MaxDepth = PlanLimits.MaxDepth + 1;

    public static IServiceCollection AddStrictJson(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.ConfigureHttpJsonOptions(options => Apply(options.SerializerOptions));
    }

    private static void Apply(JsonSerializerOptions json)
    {
        json.MaxDepth = MaxDepth;
        json.PropertyNameCaseInsensitive = false;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(PartialChanges.RefuseNull);
        json.Converters.Add(new TextConverter());
        json.Converters.Add(new InstantConverter());
        json.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
    }
}

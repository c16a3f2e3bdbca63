using Microsoft.Net.Http.Headers;

namespace Ticketing.Api;

internal static class EntityTags
{
    /// <summary>
    /// Announces the version of what is asked for. True when the client has this version already: answer 304 then.
    /// </summary>
    public static bool IsKnownToClient(HttpContext context, string version, string cacheControl, bool isWeak = false)
    {
        var current = new EntityTagHeaderValue($"\"{version}\"", isWeak);
        context.Response.Headers.ETag = current.ToString();
        context.Response.Headers.CacheControl = cacheControl;
        if (!EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known))
            return false;
        return known.Any(
            tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: false));
    }
}

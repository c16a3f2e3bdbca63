using System.Security.Cryptography;

namespace Ticketing.Catalog;

/// <summary>
/// Names the content of a plan, so that a page and the server can agree which seat an index names. It depends on the
/// bytes of the stored plan alone: every process and every release gives the same plan the same revision.
/// </summary>
public static class PlanRevision
{
    private const int Bytes = 8;

    /// <param name="json">The plan as it is stored.</param>
    public static string Of(ReadOnlySpan<byte> json) => Convert.ToHexStringLower(SHA256.HashData(json)[..Bytes]);
}

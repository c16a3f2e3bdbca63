using System.ComponentModel.DataAnnotations;

namespace Ticketing.Telemetry;

/// <summary>
/// Where this process serves its metrics; section <c>Ticketing:Metrics</c> of the configuration. Whoever reaches
/// <c>/metrics</c> may read them: no token is asked for.
/// </summary>
public sealed record MetricsOptions
{
    public const string Section = "Ticketing:Metrics";

    /// <summary>
    /// 0: at <c>/metrics</c> on the process' own port. Else on a listener of its own, and only there; nothing else is
    /// answered on it.
    /// </summary>
    [Range(0, 65_535)]
    public int Port { get; init; }

    /// <summary>The address that listener is bound to: <c>*</c> for all of the machine.</summary>
    public string Address { get; init; } = "*";
}

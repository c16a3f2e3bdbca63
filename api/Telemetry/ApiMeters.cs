using System.Diagnostics.Metrics;

namespace Ticketing.Api;

/// <summary>Every measurement of the API beside ASP.NET's.</summary>
internal sealed class ApiMeters : IDisposable
{
    public const string MeterName = "Ticketing.Api";

    private readonly Meter meter;
    private readonly Counter<long> refusals;

    public ApiMeters(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        refusals = meter.CreateCounter<long>(
            "ticketing.refusals", "{request}", "Requests that were answered by a problem, by its type.");
    }

    public void Dispose() => meter.Dispose();

    public void Refused(ProblemType type) =>
        refusals.Add(
            1,
            new KeyValuePair<string, object?>("problem", type.Name),
            new KeyValuePair<string, object?>("status", type.Status));
}

namespace Ticketing.Hosting;

/// <summary>For whoever runs the silo: restart what is not live, count on no silo that is not ready.</summary>
internal static class SiloHealth
{
    public static void MapSiloHealth(this IEndpointRouteBuilder site)
    {
        // Looks at nothing outside of the process: a restart would not mend that.
        site.MapGet("/health/live", () => "live");
        site.MapGet("/health/ready", async (Readiness readiness, CancellationToken cancellation) =>
            await ComplaintAsync(readiness, cancellation) is { } complaint
                ? Results.Text(complaint, statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready"));
    }

    private static async Task<string?> ComplaintAsync(Readiness readiness, CancellationToken cancellation) =>
        readiness.Complaint
        ?? (await readiness.DatabaseAnswersAsync(cancellation) ? null : "The database does not answer.");
}

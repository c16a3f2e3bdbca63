using Microsoft.Extensions.Options;

namespace Ticketing.Telemetry;

/// <summary>Says at the start, in words, what is wrong with <see cref="MetricsOptions"/>.</summary>
internal sealed class MetricsOptionsValidation : IValidateOptions<MetricsOptions>
{
    private const int MaxPort = 65_535;

    public ValidateOptionsResult Validate(string? name, MetricsOptions options) =>
        options.Port is < 0 or > MaxPort
            ? ValidateOptionsResult.Fail(
                $"{MetricsOptions.Section}:Port is {options.Port}; it must be between 0 and {MaxPort}.")
            : ValidateOptionsResult.Success;
}

using Microsoft.Extensions.Options;
using Ticketing.Money;

namespace Ticketing.Store;

/// <summary>
/// The values for schedules and money that do not have their own, because an earlier release wrote them; section
/// <c>Ticketing:Sales</c> of the configuration, the same in every process.
/// </summary>
public sealed record SalesOptions
{
    public const string Section = "Ticketing:Sales";

    /// <summary>A name of the IANA time zone database.</summary>
    public string DefaultTimeZone { get; init; } = "Asia/Seoul";

    /// <summary>
    /// A code of ISO 4217. The first process that serves writes it to the database; from the first schedule on, a
    /// process with another one does not start, because every amount would change its meaning.
    /// </summary>
    public string DefaultCurrency { get; init; } = "KRW";

    /// <summary>The code of a currency as it is stored: null is the default.</summary>
    public string CodeOf(string? stored) => stored ?? DefaultCurrency;

    /// <summary>How a currency is stored.</summary>
    public string? Stored(string? code) => code == DefaultCurrency ? null : code;
}

/// <summary>Reports at the start which values of <see cref="SalesOptions"/> are invalid.</summary>
internal sealed class SalesOptionsValidation : IValidateOptions<SalesOptions>
{
    public ValidateOptionsResult Validate(string? name, SalesOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(SalesOptions options)
    {
        if (TimeZones.Fault(options.DefaultTimeZone) is { } zone)
            yield return $"{SalesOptions.Section}:DefaultTimeZone '{options.DefaultTimeZone}' {zone}.";
        if (Currencies.Fault(options.DefaultCurrency) is { } currency)
            yield return $"{SalesOptions.Section}:DefaultCurrency '{options.DefaultCurrency}' {currency}.";
    }
}

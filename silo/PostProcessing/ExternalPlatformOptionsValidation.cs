using Microsoft.Extensions.Options;

namespace Ticketing.PostProcessing;

/// <summary>Says at the start, in words, what is wrong with <see cref="ExternalPlatformOptions"/>.</summary>
internal sealed class ExternalPlatformOptionsValidation : IValidateOptions<ExternalPlatformOptions>
{
    public ValidateOptionsResult Validate(string? name, ExternalPlatformOptions options)
    {
        if (options is { Url: "", Secret: "" }) return ValidateOptionsResult.Success;
        var problems = WebhookTarget
            .Problems(ExternalPlatformOptions.Section, options.Url, options.Secret).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

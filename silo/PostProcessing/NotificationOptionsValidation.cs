using Microsoft.Extensions.Options;

namespace Ticketing.PostProcessing;

/// <summary>Says at the start, in words, what is wrong with <see cref="NotificationOptions"/>.</summary>
internal sealed class NotificationOptionsValidation : IValidateOptions<NotificationOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(NotificationOptions options)
    {
        if (!Enum.IsDefined(options.Kind))
            return [$"{NotificationOptions.Section}:Kind is {options.Kind}; it must be Log, Webhook or None."];
        return options.Kind == NotificationKind.Webhook
            ? WebhookTarget.Problems(NotificationOptions.Section, options.Url, options.Secret)
            : [];
    }
}

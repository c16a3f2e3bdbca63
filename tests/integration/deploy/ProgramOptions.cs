using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ticketing.Silo;
using Ticketing.Store;

namespace Ticketing.Tests.Deploy;

/// <summary>The programs' own checks of an environment.</summary>
internal static class ProgramOptions
{
    public static ClusterSettings Cluster(IReadOnlyDictionary<string, string> environment) =>
        Read(environment).GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new();

    public static ClusterTls Tls(IReadOnlyDictionary<string, string> environment) =>
        Read(environment).GetSection(ClusterTls.Section).Get<ClusterTls>() ?? new();

    public static StoreOptions Store(IReadOnlyDictionary<string, string> environment) =>
        Read(environment).GetSection(StoreOptions.Section).Get<StoreOptions>() ?? new();

    /// <param name="component">api, silo or migrate.</param>
    /// <param name="environment">The variables of the container.</param>
    public static string? Complaint(string component, IReadOnlyDictionary<string, string> environment)
    {
        try
        {
            using var app = Build(component, environment);
            app.Services.GetService<IStartupValidator>()?.Validate();
            var validation = new ClusterSettingsValidation().Validate(null, Cluster(environment));
            return component == "migrate" || validation.Succeeded ? null : validation.FailureMessage;
        }
        catch (Exception fault) when (fault is OptionsValidationException or InvalidOperationException)
        {
            return fault.Message;
        }
    }

    private static WebApplication Build(string component, IReadOnlyDictionary<string, string> environment)
    {
        string[] settings =
        [
            .. environment.Select(variable => $"--{variable.Key.Replace("__", ":")}={variable.Value}"),
        ];
        if (component == "api") return global::Ticketing.Api.Program.Build(settings);
        if (component == "silo") return global::Ticketing.Silo.Program.Build(settings);
        var builder = WebApplication.CreateBuilder(settings);
        builder.AddTicketingStore();
        return builder.Build();
    }

    private static IConfiguration Read(IReadOnlyDictionary<string, string> environment) => new ConfigurationBuilder()
        .AddInMemoryCollection(environment.Select(variable =>
            KeyValuePair.Create(variable.Key.Replace("__", ":"), (string?)variable.Value)))
        .Build();
}

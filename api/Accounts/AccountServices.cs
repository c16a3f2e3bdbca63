using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class AccountServices
{
    public const string OperatorPolicy = "operator";

    /// <summary>Call it after the store is added: operators are written at start, when the schema exists.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<AccountStore>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<ApiOptions>>(
            (hasher, api) => hasher.IterationCount = api.Value.PasswordIterations);
        services.AddSingleton<SetupLock>();
        services.AddHostedService<TokenKeys>();
        services.AddHostedService<OperatorSetup>();

        services.AddDataProtection().SetApplicationName("OrleansTicketing");
        services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource>(
            (keys, database) => keys.XmlRepository = new PostgresKeyRepository(database));
        services.AddAuthentication(BrowserSessions.TokenOrCookie)
            .AddBearerToken(bearer => bearer.Events.OnMessageReceived = BearerHeader.ReadAsync)
            .AddBrowserSessions();
        services.AddAuthorizationBuilder()
            .AddPolicy(
                OperatorPolicy,
                policy => policy.RequireAuthenticatedUser().AddRequirements(new OperatorRequirement()));
        services.AddSingleton<IAuthorizationHandler, OperatorCheck>();
    }

    public static TBuilder RequireOperator<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireAuthorization(OperatorPolicy);

    public static bool IsForOperators(this EndpointMetadataCollection metadata) =>
        metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => rule.Policy == OperatorPolicy);
}

/// <summary>
/// Reads the Authorization header as RFC 9110 has it: the scheme in any case of letters, and any number of blanks after
/// it. The framework asks for 'Bearer ' as it writes it itself.
/// </summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer";

    public static Task ReadAsync(MessageReceivedContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && header.Length > Scheme.Length && header[Scheme.Length] is ' ' or '\t')
        {
            context.Token = header[Scheme.Length..].Trim();
        }

        return Task.CompletedTask;
    }
}

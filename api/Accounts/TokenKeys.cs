using System.Security.Claims;
using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// Creates a key for tokens, if there is none, before the process serves requests. Processes that start together on a
/// new database would each create one, and a process that read the keys before another wrote its own would refuse the
/// other's tokens for up to a day. Later keys are created days before they are used, so every process has read them.
/// </summary>
internal sealed class TokenKeys(IDataProtectionProvider protection, SetupLock setup) : IHostedLifecycleService
{
    /// <summary>This phase ends before the framework reads the keys, and begins after the schema exists.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var taken = await setup.TakeAsync(cancellationToken);
        protection.CreateProtector(nameof(TokenKeys)).Protect(""); // reads the keys, and makes one if there is none
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>
/// Keeps the keys that protect bearer tokens in Postgres, so that a token survives a restart and is valid at every
/// process. The framework reads the keys at start and then once a day.
/// </summary>
internal sealed class PostgresKeyRepository(NpgsqlDataSource database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.OpenConnection();
        var keys = connection.Query<string>("select xml from data_protection_keys order by name");
        return [.. keys.Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.OpenConnection();
        connection.Execute(
            "insert into data_protection_keys (name, xml) values (@name, @xml) on conflict (name) do nothing",
            new { name = friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) });
    }
}

/// <summary>
/// Issues the tokens that ASP.NET's bearer scheme reads. The scheme's own sign-in is not used: it would also issue a
/// refresh token that no endpoint accepts.
/// </summary>
internal sealed class AccessTokens(
    IOptionsMonitor<BearerTokenOptions> bearer, IOptions<ApiOptions> options, TimeProvider time)
{
    private const string Scheme = BearerTokenDefaults.AuthenticationScheme;

    public SessionBody Issue(Account account)
    {
        var identity = Users.IdentityOf(account, Scheme);
        var seconds = options.Value.AccessTokenSeconds;
        var properties = new AuthenticationProperties { ExpiresUtc = time.GetUtcNow().AddSeconds(seconds) };
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), properties, $"{Scheme}:AccessToken");
        return new SessionBody(bearer.Get(Scheme).BearerTokenProtector.Protect(ticket), "Bearer", seconds);
    }
}

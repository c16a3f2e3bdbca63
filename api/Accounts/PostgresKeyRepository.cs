using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Ticketing.Api;

/// <summary>
/// Keeps the keys that protect bearer tokens where every process finds them, so that a token outlives a restart and is
/// good at every process. The framework reads them at start and then once a day.
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

using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Ticketing.Silo;

/// <summary>
/// Mutual TLS between silos, and from api processes to silos; section <c>Ticketing:Cluster:Tls</c>. It is off while no
/// file is named. Silos and api processes must either all use it or all not.
/// </summary>
public sealed record ClusterTls
{
    public const string Section = "Ticketing:Cluster:Tls";

    private const int MostReloadSeconds = 3_600;

    /// <summary>
    /// PEM file with this process' certificate first, then the intermediate authorities, if any (a Secret's tls.crt).
    /// </summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM file with the private key of the certificate, not encrypted (a Secret's tls.key).</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>
    /// PEM file with the installation's own authority; two of them while the authority is rotated (ca.crt). A process
    /// is a member when one of these has issued its certificate; the machine's list of authorities is not used.
    /// </summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>
    /// A DNS name that every member's certificate must contain (subject alternative name, no wildcard). Needed when the
    /// authority issues certificates to anything else; without it, every certificate of the authority is a member's.
    /// </summary>
    public string MemberName { get; init; } = "";

    /// <summary>
    /// How often the files are read again. New connections use what was read last; open connections stay.
    /// </summary>
    public int ReloadSeconds { get; init; } = 30;

    internal bool IsOn => CertificateFile.Length > 0 || KeyFile.Length > 0 || AuthorityFile.Length > 0;

    /// <summary>Reports missing and wrong settings at the start. The files are checked when they are read.</summary>
    internal sealed class Validation : IValidateOptions<ClusterTls>
    {
        public ValidateOptionsResult Validate(string? name, ClusterTls options)
        {
            var problems = Problems(options).Select(problem => $"{Section}:{problem}").ToList();
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }

        private static IEnumerable<string> Problems(ClusterTls options)
        {
            if (options.ReloadSeconds is < 1 or > MostReloadSeconds)
                yield return $"ReloadSeconds is {options.ReloadSeconds}; it must be between 1 and {MostReloadSeconds}.";
            if (!options.IsOn)
            {
                // Without this check, a typing error in the settings of the files would leave the ports open to
                // everyone.
                if (options.MemberName.Length > 0) yield return "MemberName is set, but no certificate is.";
                yield break;
            }

            if (options.CertificateFile.Length == 0) yield return "CertificateFile is missing.";
            if (options.KeyFile.Length == 0) yield return "KeyFile is missing.";
            if (options.AuthorityFile.Length == 0) yield return "AuthorityFile is missing.";
            if (options.MemberName.Contains('*')) yield return "MemberName must be one name, without a wildcard.";
        }
    }
}

/// <summary>Puts <see cref="MemberCertificates"/> in front of every connection of Orleans.</summary>
internal static class MemberTls
{
    /// <summary>Connections from silos and api processes to this silo, and from it to other silos.</summary>
    public static void UseMemberTls(this ISiloBuilder silo)
    {
        silo.Services.AddMemberCertificates(MemberCertificate.ServerUsage, MemberCertificate.ClientUsage);
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<MemberCertificates>((connections, certificates) =>
        {
            var tls = certificates.Options();
            connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(tls));
            connections.ConfigureGatewayInboundConnection(connection => connection.UseServerTls(tls));
            connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(tls));
        });
    }

    /// <summary>Connections of an api process to silos.</summary>
    public static void UseMemberTls(this IClientBuilder client)
    {
        client.Services.AddMemberCertificates(MemberCertificate.ClientUsage);
        client.Services.AddOptions<ClientConnectionOptions>().Configure<MemberCertificates>(
            (connections, certificates) =>
            {
                var tls = certificates.Options();
                connections.ConfigureConnection(connection => connection.UseClientTls(tls));
            });
    }

    private static void AddMemberCertificates(this IServiceCollection services, params string[] usages)
    {
        services.AddSingleton(new MemberCertificates.Usages(usages));
        services.AddSingleton<MemberCertificates>();
        services.AddHostedService(all => all.GetRequiredService<MemberCertificates>());
    }
}

using Orleans.Configuration;

namespace Ticketing.Hosting;

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

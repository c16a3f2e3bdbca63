using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ticketing.Silo;

/// <summary>
/// One reading of a member's files: the certificate that it presents, and the authorities whose certificates it
/// accepts.
/// </summary>
internal sealed class MemberCertificate
{
    public const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    public const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private const int MostBytes = 1 << 20;

    private readonly X509Certificate2Collection authorities;
    private readonly X509Certificate2Collection intermediates;

    private MemberCertificate(
        X509Certificate2 own, X509Certificate2Collection intermediates, X509Certificate2Collection authorities)
    {
        Own = own;
        this.intermediates = intermediates;
        this.authorities = authorities;
        // Offline: a handshake must not wait for a download of some authority's certificate.
        Context = SslStreamCertificateContext.Create(own, intermediates, offline: true);
    }

    public X509Certificate2 Own { get; }

    public SslStreamCertificateContext Context { get; }

    /// <summary>The files' contents at one moment. Throws what reading throws, with the file's name.</summary>
    public static Contents Read(ClusterTls settings) => new(
        ReadFile(settings.CertificateFile), ReadFile(settings.KeyFile), ReadFile(settings.AuthorityFile));

    /// <summary>
    /// Throws <see cref="InvalidDataException"/>, which names the file and the fault: invalid PEM, a key of another
    /// certificate, an authority without the CA flag, or a certificate that the other members would refuse.
    /// </summary>
    /// <param name="contents">The contents of the files.</param>
    /// <param name="settings">Names the files, and the name that a member must have.</param>
    /// <param name="usages">The uses that this process makes of the certificate.</param>
    public static MemberCertificate Parse(Contents contents, ClusterTls settings, params string[] usages)
    {
        var authorities = Certificates(contents.Authority, settings.AuthorityFile);
        foreach (var authority in authorities)
        {
            if (!IsAuthority(authority))
                throw new InvalidDataException(
                    $"{settings.AuthorityFile}: the certificate of '{authority.Subject}' is no authority's.");
        }

        var chain = Certificates(contents.Certificate, settings.CertificateFile);
        var own = WithKey(contents, settings);
        chain.RemoveAt(0);
        var member = new MemberCertificate(own, chain, authorities);
        member.MustBeAccepted(settings, usages);
        return member;
    }

    /// <summary>
    /// Trusts the installation's authorities only, whatever the machine trusts, and downloads nothing that a peer's
    /// certificate names. Revocation is not checked: a certificate stays valid until it expires or its authority is
    /// removed.
    /// </summary>
    public X509ChainPolicy PolicyFor(string usage)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }

    /// <summary>The name is looked for among the DNS names only; a common name is free text.</summary>
    public static bool HasName(X509Certificate2 certificate, string name) =>
        name.Length == 0 || certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false);

    // A certificate that the others would refuse must not replace one that they accept.
    private void MustBeAccepted(ClusterTls settings, string[] usages)
    {
        foreach (var usage in usages)
        {
            using var chain = new X509Chain { ChainPolicy = PolicyFor(usage) };
            chain.ChainPolicy.ExtraStore.AddRange(intermediates);
            if (!chain.Build(Own))
            {
                var reasons = chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct();
                throw new InvalidDataException(
                    $"{settings.CertificateFile}: as the certificate of a "
                    + $"{(usage == ServerUsage ? "server" : "client")}"
                    + $", by {settings.AuthorityFile}, '{Own.Subject}' is not valid: {string.Join("; ", reasons)}.");
            }
        }

        if (!HasName(Own, settings.MemberName))
            throw new InvalidDataException(
                $"{settings.CertificateFile}: '{Own.Subject}' has no DNS name '{settings.MemberName}'.");
    }

    private static X509Certificate2 WithKey(Contents contents, ClusterTls settings)
    {
        try
        {
            return X509Certificate2.CreateFromPem(contents.Certificate, contents.Key);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"{settings.KeyFile} is not the key of the certificate in {settings.CertificateFile}: {fault.Message}",
                fault);
        }
    }

    private static X509Certificate2Collection Certificates(string pem, string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException fault)
        {
            throw new InvalidDataException($"{file} is not a PEM file of certificates: {fault.Message}", fault);
        }

        return certificates.Count > 0
            ? certificates
            : throw new InvalidDataException($"{file} has no certificate in PEM.");
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority);

    private static string ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.Length <= MostBytes
                ? new StreamReader(file).ReadToEnd()
                : throw new InvalidDataException($"{path} is larger than {MostBytes} bytes.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    internal sealed record Contents(string Certificate, string Key, string Authority);
}

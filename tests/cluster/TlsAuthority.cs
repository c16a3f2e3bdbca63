using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ticketing.Silo;

namespace Ticketing.Tests.Orleans;

/// <summary>Issues certificates to members, and to any other subject that a test needs.</summary>
internal sealed class TlsAuthority : IDisposable
{
    public const string MemberName = "members.ticketing.test";

    private readonly X509Certificate2 certificate;

    public TlsAuthority(string name)
        : this(name, issuer: null)
    {
    }

    private TlsAuthority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (issuer is null)
        {
            certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(300));
            return;
        }

        using var made = request.Create(issuer, Now.AddDays(-20), Now.AddDays(200), RandomNumberGenerator.GetBytes(16));
        certificate = made.CopyWithPrivateKey(key);
    }

    public string Pem => certificate.ExportCertificatePem();

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>Issues a certificate with the members' name for server and client, valid for a week.</summary>
    public TlsPair Issue() => Issue(Now.AddHours(-1), Now.AddDays(7));

    public TlsPair IssueExpired() => Issue(Now.AddDays(-8), Now.AddMinutes(-1));

    /// <summary>Issues a certificate with a lifetime of a week, of which this much is left.</summary>
    public TlsPair IssueEndingIn(TimeSpan left) => Issue(Now + left - TimeSpan.FromDays(7), Now + left);

    public TlsPair IssueFor(string name, params string[] usages) =>
        Issue(Now.AddHours(-1), Now.AddDays(7), name, usages);

    /// <summary>
    /// Issues a certificate by an intermediate authority that this one has certified, as companies do.
    /// </summary>
    public (TlsPair Pair, string Intermediate) IssueByIntermediate()
    {
        using var below = new TlsAuthority("below", certificate);
        return (below.Issue(), below.Pem);
    }

    /// <summary>A self-signed certificate with the content of a member's.</summary>
    public static TlsPair SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Request(key, MemberName, Both).CreateSelfSigned(Now.AddHours(-1), Now.AddDays(7));
        return new TlsPair(made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => certificate.Dispose();

    private static string[] Both => [MemberCertificate.ServerUsage, MemberCertificate.ClientUsage];

    private TlsPair Issue(DateTimeOffset from, DateTimeOffset until, string name = MemberName, string[]? usages = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Request(key, name, usages ?? Both)
            .Create(certificate, from, until, RandomNumberGenerator.GetBytes(16));
        return new TlsPair(made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateRequest Request(ECDsa key, string name, string[] usages)
    {
        var request = new CertificateRequest("CN=member", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([.. usages.Select(usage => new Oid(usage))], false));
        return request;
    }
}

/// <summary>A certificate and its key, both in PEM.</summary>
internal sealed record TlsPair(string Certificate, string Key)
{
    public X509Certificate2 Open() => X509Certificate2.CreateFromPem(Certificate, Key);

    public string SerialNumber
    {
        get
        {
            using var opened = Open();
            return opened.SerialNumber;
        }
    }
}

/// <summary>The files of one member, replaced as Kubernetes replaces them: all at once or one by one.</summary>
internal sealed class TlsFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ticketing-tls-").FullName;

    public TlsFiles(TlsPair pair, params TlsAuthority[] authorities)
    {
        Write(pair);
        Write(authorities);
    }

    public ClusterTls Settings => new()
    {
        CertificateFile = Path.Combine(folder, "tls.crt"),
        KeyFile = Path.Combine(folder, "tls.key"),
        AuthorityFile = Path.Combine(folder, "ca.crt"),
        MemberName = TlsAuthority.MemberName,
        ReloadSeconds = 1,
    };

    public void Write(TlsPair pair)
    {
        File.WriteAllText(Settings.CertificateFile, pair.Certificate);
        File.WriteAllText(Settings.KeyFile, pair.Key);
    }

    public void Write(params TlsAuthority[] authorities) =>
        File.WriteAllText(Settings.AuthorityFile, string.Join('\n', authorities.Select(authority => authority.Pem)));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

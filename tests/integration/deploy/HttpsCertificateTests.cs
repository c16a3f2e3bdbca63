using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using Ticketing.Tests.Support;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Deploy;

/// <summary>The certificate of <c>./run --https</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HttpsCertificateTests : IDisposable
{
    private static readonly string Script = Path.Combine(SourceTree.Root, "deploy", "local", "https-certificate");

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task It_names_this_machine_and_a_device_that_trusts_its_authority_accepts_it()
    {
        await MakeAsync("tickets.example.org");

        using var certificate = Certificate("tls.crt");
        foreach (var name in new[] { "localhost", "127.0.0.1", "::1", "tickets.example.org", Environment.MachineName })
            Assert.True(certificate.MatchesHostname(name), name);
        Assert.False(certificate.MatchesHostname("example.org"));
        Assert.True(IsTrusted(certificate));
        Assert.True(certificate.NotAfter < DateTime.Now.AddDays(398), "phones refuse certificates that last longer");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("tls.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("ca.key")));
    }

    [Fact]
    public async Task It_is_kept_while_it_is_good_and_a_new_name_needs_no_new_trust_where_the_authority_may_give_it()
    {
        await MakeAsync();
        var (authority, first) = (Read("ca.crt"), Read("tls.crt"));

        await MakeAsync();
        Assert.Equal(first, Read("tls.crt"));

        await MakeAsync("box.local");
        Assert.NotEqual(first, Read("tls.crt"));
        Assert.Equal(authority, Read("ca.crt"));
        using var certificate = Certificate("tls.crt");
        Assert.True(certificate.MatchesHostname("box.local") && IsTrusted(certificate));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task MakeAsync(params string[] names)
    {
        var (exit, _, error) = await Tool.RunAsync(new ProcessStartInfo(Script, [folder, .. names]));
        Assert.True(exit == 0, error);
    }

    private bool IsTrusted(X509Certificate2 certificate)
    {
        using var authority = Certificate("ca.crt");
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private X509Certificate2 Certificate(string file) => X509CertificateLoader.LoadCertificateFromFile(PathOf(file));

    private string Read(string file) => File.ReadAllText(PathOf(file));

    private string PathOf(string file) => Path.Combine(folder, file);
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Silo;

namespace Ticketing.Tests.Orleans;

/// <summary>A member's handling of its certificate files, without a network.</summary>
public sealed class TlsFilesTests : IDisposable
{
    private readonly TlsAuthority authority = new("ours");
    private readonly TlsAuthority stranger = new("a stranger's");
    private readonly TlsPair first;
    private readonly TlsFiles files;
    private readonly Warnings warnings = new();

    public TlsFilesTests()
    {
        first = authority.Issue();
        files = new TlsFiles(first, authority);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "no PEM", "tls.crt has no certificate" },
        { "cut off", "tls.crt" },
        { "missing", "tls.crt cannot be read" },
        { "key of another", "tls.key is not the key of the certificate" },
        { "key cut off", "tls.key is not the key of the certificate" },
        { "expired", "is not valid" },
        { "a member's as authority", "ca.crt: the certificate of 'CN=member' is no authority's" },
        { "another authority", "is not valid" },
        { "self-signed", "is not valid" },
        { "another name", "has no DNS name 'members.ticketing.test'" },
        { "server only", "as the certificate of a client" },
        { "client only", "as the certificate of a server" },
        { "no authority", "ca.crt has no certificate" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task With_files_that_cannot_be_used_a_member_does_not_start(string fault, string reason)
    {
        Break(fault);

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(StartAsync);
        Assert.Contains(reason, thrown.Message);
        Assert.Contains(Path.GetDirectoryName(files.Settings.KeyFile)!, thrown.Message);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Files_that_cannot_be_used_change_nothing_but_a_warning(string fault, string reason)
    {
        using var member = await StartAsync();
        Break(fault);

        member.Reload();
        member.Reload(); // logs once an hour, not every few seconds

        Assert.Equal(first.SerialNumber, member.Current.Own.SerialNumber);
        var warning = Assert.Single(warnings.Lines);
        Assert.Contains(reason, warning);
        Assert.Contains(first.SerialNumber, warning);

        var second = authority.Issue();
        files.Write(second);
        files.Write(authority);
        member.Reload();
        Assert.Equal(second.SerialNumber, member.Current.Own.SerialNumber);
        Assert.Single(warnings.Lines);
    }

    [Fact]
    public async Task Files_that_are_as_they_were_are_not_parsed_again()
    {
        using var member = await StartAsync();
        var before = member.Current;

        member.Reload();

        Assert.Same(before, member.Current);
        Assert.Empty(warnings.Lines);
    }

    [Fact]
    public async Task A_certificate_that_nobody_renews_is_reported_before_it_expires()
    {
        files.Write(authority.IssueEndingIn(TimeSpan.FromHours(1)));
        using var member = await StartAsync();

        member.Reload();
        member.Reload();

        Assert.Contains("it expires at", Assert.Single(warnings.Lines));
    }

    [Fact]
    public async Task A_certificate_by_an_intermediate_authority_is_presented_with_it()
    {
        var (pair, intermediate) = authority.IssueByIntermediate();
        files.Write(pair with { Certificate = pair.Certificate + "\n" + intermediate });

        using var member = await StartAsync();

        Assert.Single(member.Current.Context.IntermediateCertificates);
    }

    [Theory]
    [InlineData("", "tls.key", "ca.crt", "", 30, "CertificateFile is missing.")]
    [InlineData("tls.crt", "", "ca.crt", "", 30, "KeyFile is missing.")]
    [InlineData("tls.crt", "tls.key", "", "", 30, "AuthorityFile is missing.")]
    [InlineData("", "", "", "members", 30, "MemberName is set, but no certificate is.")]
    [InlineData("tls.crt", "tls.key", "ca.crt", "*.members", 30, "MemberName must be one name, without a wildcard.")]
    [InlineData("tls.crt", "tls.key", "ca.crt", "", 0, "ReloadSeconds is 0; it must be between 1 and 3600.")]
    [InlineData("tls.crt", "tls.key", "ca.crt", "", 30, null)]
    [InlineData("", "", "", "", 30, null)]
    public void Settings_are_complete_or_absent(
        string certificate, string key, string authorities, string name, int seconds, string? fault)
    {
        var result = new ClusterTls.Validation().Validate(null, new ClusterTls
        {
            CertificateFile = certificate,
            KeyFile = key,
            AuthorityFile = authorities,
            MemberName = name,
            ReloadSeconds = seconds,
        });

        Assert.Equal(fault is null ? null : $"Ticketing:Cluster:Tls:{fault}", result.FailureMessage);
    }

    public void Dispose()
    {
        files.Dispose();
        authority.Dispose();
        stranger.Dispose();
    }

    private async Task<MemberCertificates> StartAsync()
    {
        var member = new MemberCertificates(
            Options.Create(files.Settings),
            new MemberCertificates.Usages(MemberCertificate.ServerUsage, MemberCertificate.ClientUsage),
            TimeProvider.System,
            warnings);
        await member.StartingAsync(CancellationToken.None);
        return member;
    }

    private void Break(string fault)
    {
        var settings = files.Settings;
        switch (fault)
        {
            case "no PEM": File.WriteAllText(settings.CertificateFile, "none"); break;
            case "cut off": Cut(settings.CertificateFile); break;
            case "missing": File.Delete(settings.CertificateFile); break;
            case "key of another": File.WriteAllText(settings.KeyFile, authority.Issue().Key); break;
            case "key cut off": Cut(settings.KeyFile); break;
            case "expired": files.Write(authority.IssueExpired()); break;
            case "a member's as authority": File.WriteAllText(settings.AuthorityFile, first.Certificate); break;
            case "another authority": files.Write(stranger.Issue()); break;
            case "self-signed": files.Write(TlsAuthority.SelfSigned()); break;
            case "another name":
                files.Write(authority.IssueFor(
                    "other.test", MemberCertificate.ServerUsage, MemberCertificate.ClientUsage));
                break;
            case "server only":
                files.Write(authority.IssueFor(TlsAuthority.MemberName, MemberCertificate.ServerUsage));
                break;
            case "client only":
                files.Write(authority.IssueFor(TlsAuthority.MemberName, MemberCertificate.ClientUsage));
                break;
            case "no authority": File.WriteAllText(settings.AuthorityFile, ""); break;
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }

    private static void Cut(string path)
    {
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text[..(text.Length / 2)]);
    }

    private sealed class Warnings : ILogger<MemberCertificates>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Add(formatter(state, exception));
        }
    }
}

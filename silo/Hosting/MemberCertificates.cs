using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Orleans.Connections.Security;

namespace Ticketing.Silo;

/// <summary>
/// Keeps the certificate and the authorities of <see cref="ClusterTls"/> current: certificates are renewed every few
/// weeks, and a restart of every member for each would be a rolling restart for nothing. The files are compared with
/// what is in use every <see cref="ClusterTls.ReloadSeconds"/>; what cannot be used is reported and the last good
/// certificate stays in use.
/// </summary>
/// <param name="options">The files.</param>
/// <param name="usages">The uses that this process makes of its certificate.</param>
/// <param name="time">Paces the reading.</param>
/// <param name="log">For operators.</param>
internal sealed class MemberCertificates(
    IOptions<ClusterTls> options, MemberCertificates.Usages usages, TimeProvider time, ILogger<MemberCertificates> log)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RepeatComplaint = TimeSpan.FromHours(1);

    /// <summary>Below this part of its lifetime a certificate should have been renewed.</summary>
    private const double LeastPartLeft = 0.15;

    private volatile MemberCertificate? current;
    private MemberCertificate.Contents? used;
    private string? complaint;
    private long complainedAt;

    /// <summary>The certificate in use. A handshake keeps the one with which it began.</summary>
    public MemberCertificate Current =>
        current ?? throw new InvalidOperationException("The certificate is read when the process starts.");

    /// <summary>
    /// Reads the files before the process listens or connects. Throws <see cref="InvalidDataException"/> when they
    /// cannot be used.
    /// </summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Use(MemberCertificate.Read(options.Value));
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Both ends must present a certificate, and each validates the other's. Sessions are not resumed: a resumed
    /// session would skip the validation against the current authorities.
    /// </summary>
    public TlsOptions Options() => new()
    {
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        // Only Orleans' validation of the options uses this selector; the OnAuthenticate callbacks replace it by a
        // context with intermediates.
        LocalServerCertificateSelector = (_, _) => Current.Own,
        SslProtocols = SslProtocols.Tls13,
        HandshakeTimeout = HandshakeTimeout,
        OnAuthenticateAsServer = (_, server) =>
        {
            var member = Current;
            server.ServerCertificateSelectionCallback = null;
            var tls = (SslServerAuthenticationOptions)server.SslServerAuthenticationOptions;
            tls.ServerCertificateContext = member.Context;
            tls.CertificateChainPolicy = member.PolicyFor(MemberCertificate.ClientUsage);
            tls.AllowTlsResume = false;
        },
        OnAuthenticateAsClient = (_, client) =>
        {
            var member = Current;
            var tls = (SslClientAuthenticationOptions)client.SslClientAuthenticationOptions;
            tls.TargetHost = options.Value.MemberName;
            tls.ClientCertificateContext = member.Context;
            tls.CertificateChainPolicy = member.PolicyFor(MemberCertificate.ServerUsage);
            tls.AllowTlsResume = false;
        },
        RemoteCertificateValidation = IsMember,
    };

    /// <summary>Reads the files once. The last good certificate stays in use when they cannot be used.</summary>
    internal void Reload()
    {
        string? fault = null;
        try
        {
            var contents = MemberCertificate.Read(options.Value);
            if (contents != used) Use(contents);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or CryptographicException)
        {
            // The files are not necessarily broken: they may have been read while they were being replaced, or the
            // certificate may not be valid yet. The next reading tries again.
            fault = wrong.Message;
        }

        Complain(fault ?? Expiry());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ReloadSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Reload();
    }

    // The handshake has already validated the chain by the policy. Members are identified by their authority and not by
    // their addresses, which change with the pods: a name that differs from the address is accepted, a missing name is
    // not.
    private bool IsMember(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var faults = errors & ~SslPolicyErrors.RemoteCertificateNameMismatch;
        var hasName = MemberCertificate.HasName(certificate, options.Value.MemberName);
        if (faults == SslPolicyErrors.None && hasName) return true;
        var reasons = chain?.ChainStatus.Select(status => status.Status.ToString()) ?? [];
        log.PeerRefused(
            certificate.Subject, certificate.Issuer,
            hasName ? string.Join(", ", reasons) : "it lacks the members' name");
        return false;
    }

    private void Use(MemberCertificate.Contents contents)
    {
        var read = MemberCertificate.Parse(contents, options.Value, usages.Values);
        (current, used) = (read, contents);
        log.CertificateRead(read.Own.Subject, read.Own.SerialNumber, read.Own.NotAfter.ToUniversalTime());
    }

    private string? Expiry()
    {
        var own = Current.Own;
        var left = own.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime;
        return left < LeastPartLeft * (own.NotAfter - own.NotBefore)
            ? $"it expires at {own.NotAfter.ToUniversalTime():u} and there is no newer one"
            : null;
    }

    private void Complain(string? now)
    {
        if (now is not null && (now != complaint || time.GetElapsedTime(complainedAt) >= RepeatComplaint))
        {
            complainedAt = time.GetTimestamp();
            log.CertificateNotReplaced(Current.Own.SerialNumber, now);
        }

        complaint = now;
    }

    /// <summary>
    /// The extended key usages that are needed: server and client for a silo, client for an api process.
    /// </summary>
    internal sealed record Usages(params string[] Values);
}

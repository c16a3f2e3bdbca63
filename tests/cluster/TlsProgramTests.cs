using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>The real programs with TLS: the effect of their settings, and the error messages for wrong ones.</summary>
[Collection(PostgresCollection.Name)]
public sealed class TlsProgramTests(PostgresFixture postgres, TlsRedis redis) : IClassFixture<TlsRedis>
{
    [Fact]
    public async Task Two_silos_and_an_api_process_sell_over_TLS_and_one_without_a_certificate_is_not_let_in()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await PostgresDatabase.MigrateAsync(database.ConnectionString);
        using var authority = new TlsAuthority("ours");
        using var stranger = new TlsAuthority("a stranger's");
        using var files = new TlsFiles(authority.Issue(), authority);
        using var others = new TlsFiles(stranger.Issue(), stranger, authority);
        await using var first = new ServerProcess("silo.dll", Environment(database.ConnectionString, files));
        await using var second = new ServerProcess("silo.dll", Environment(database.ConnectionString, files));
        await using var api = new ServerProcess("api.dll", Environment(database.ConnectionString, files));
        await first.StartAsync();
        await second.StartAsync();
        await api.StartAsync();

        using var door = Browser.Connect(api.Address);
        var log = new AnswerLog();
        var scheduleId = await ContendedSale.OpenAsync(new Browser(door), holdSeconds: 600);
        var fans = Enumerable.Range(0, 10).Select(number => new BuyingFan(
            new Browser(door, log), log, scheduleId, $"fan-{number}@example.com", [$"S-{number}"])).ToArray();
        foreach (var fan in fans) await fan.BuyAsync();
        Assert.All(fans, fan => Assert.True(fan.IsConfirmed));

        foreach (var outsider in new[] { null, others })
        {
            var environment = Environment(database.ConnectionString, outsider);
            environment["Ticketing__Cluster__ConnectWaitSeconds"] = "3";
            var (exit, _, error) = await RunAsync("api.dll", environment);
            Assert.Equal(1, exit);
            Assert.Contains("cannot start", error);
        }
    }

    [Theory]
    [InlineData("api.dll", "Ticketing__Cluster__Tls__KeyFile", "", "Ticketing:Cluster:Tls:KeyFile is missing.")]
    [InlineData("silo.dll", "Ticketing__Cluster__Tls__KeyFile", "/nowhere/tls.key", "/nowhere/tls.key cannot be read")]
    [InlineData("silo.dll", "Ticketing__Cluster__Tls__MemberName", "other", "has no DNS name 'other'")]
    public async Task A_program_says_in_one_line_what_is_wrong(
        string program, string setting, string value, string told)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        using var authority = new TlsAuthority("ours");
        using var files = new TlsFiles(authority.Issue(), authority);
        var environment = Environment(database.ConnectionString, files);
        environment[setting] = value;

        var (exit, _, error) = await RunAsync(program, environment);

        Assert.Equal(1, exit);
        Assert.Contains(told, Assert.Single(error.Trim().Split('\n')));
    }

    [Fact]
    public async Task What_the_script_makes_is_an_authority_and_certificates_of_members()
    {
        var folder = Directory.CreateTempSubdirectory("ticketing-certificates-").FullName;
        try
        {
            foreach (var action in (string[])["authority", "member", "member"])
            {
                var (exit, _, error) = await Tool.RunAsync(new ProcessStartInfo(Script(), [action, folder]));
                Assert.True(exit == 0, error);
            }

            var settings = new Silo.ClusterTls
            {
                CertificateFile = Path.Combine(folder, "tls.crt"),
                KeyFile = Path.Combine(folder, "tls.key"),
                AuthorityFile = Path.Combine(folder, "ca.crt"),
                MemberName = "members.ticketing.internal",
            };
            var member = Silo.MemberCertificate.Parse(
                Silo.MemberCertificate.Read(settings), settings,
                Silo.MemberCertificate.ServerUsage, Silo.MemberCertificate.ClientUsage);

            Assert.InRange(member.Own.NotAfter, DateTime.Now.AddDays(89), DateTime.Now.AddDays(91));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings.KeyFile));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Script([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "deploy", "certificates"));

    private static Task<(int Exit, string Output, string Error)> RunAsync(
        string program, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, program), "--urls", "http://127.0.0.1:0"]);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Tool.RunAsync(start);
    }

    private Dictionary<string, string> Environment(string connectionString, TlsFiles? files)
    {
        var environment = new Dictionary<string, string>(ApiProcess.Environment(connectionString))
        {
            ["Ticketing__Cluster__Mode"] = "Redis",
            ["Ticketing__Cluster__Redis"] = redis.ConnectionString,
            ["Ticketing__Cluster__ClusterId"] = "tls-programs",
            ["Ticketing__Cluster__AdvertisedAddress"] = "127.0.0.1",
            ["Ticketing__Cluster__SiloPort"] = $"{ServerProcess.FreePort()}",
            ["Ticketing__Cluster__GatewayPort"] = $"{ServerProcess.FreePort()}",
        };
        if (files is null) return environment;
        environment["Ticketing__Cluster__Tls__CertificateFile"] = files.Settings.CertificateFile;
        environment["Ticketing__Cluster__Tls__KeyFile"] = files.Settings.KeyFile;
        environment["Ticketing__Cluster__Tls__AuthorityFile"] = files.Settings.AuthorityFile;
        environment["Ticketing__Cluster__Tls__MemberName"] = files.Settings.MemberName;
        return environment;
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Deploy;

public partial class ComposeTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "deploy");
    private static readonly JsonNode File = Yaml.ReadOne(Path.Combine(Folder, "compose.yaml"));
    private static readonly JsonObject Services = File.At("services")!.AsObject();

    private static IEnumerable<(string Name, JsonNode Service)> Programs =>
        from service in Services
        where service.Value.At("build") is not null
        select (service.Key, service.Value);

    [Fact]
    public void All_that_an_installation_is_made_of_is_there() => Assert.Equal(
        [
            "api-1", "api-2", "grafana", "haproxy", "kafka", "migrate", "postgres", "postgres-replica", "prometheus",
            "redis", "silo-1", "silo-2",
        ],
        Services.Select(service => service.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Programs_come_from_the_Dockerfile_and_can_do_nothing_but_their_work()
    {
        foreach (var (name, service) in Programs)
        {
            var target = service.Text("build target")!;
            Assert.NotEmpty(Dockerfile.Stage(target));
            Assert.Equal($"orleans-ticketing/{target}", service.Text("image"));
            Assert.True(service.Is("read_only", true), name);
            Assert.Equal("/tmp", service.Text("tmpfs 0"));
            Assert.Equal("ALL", service.Text("cap_drop 0"));
            Assert.Equal("no-new-privileges:true", service.Text("security_opt 0"));
            Assert.Equal("60s", service.Text("stop_grace_period"));
        }
    }

    [Fact]
    public void What_programs_are_given_they_read_and_it_is_all_that_they_need()
    {
        foreach (var (name, service) in Programs)
        {
            var environment = Resolved(service);
            Assert.Empty(environment.Keys
                .Where(variable => variable.StartsWith("Ticketing__", StringComparison.Ordinal))
                .Select(ConfigurationKeys.Complaint)
                .OfType<string>());
            Assert.Null(ProgramOptions.Complaint(name.Split('-')[0], environment));
            if (name == "migrate") continue;
            var target = service.Text("build target")!;
            Assert.Contains(int.Parse(environment["Ticketing__Metrics__Port"]), Dockerfile.Ports(target));
            Assert.Equal("postgres-replica", new NpgsqlConnectionStringBuilder(
                environment["Ticketing__Store__ReadConnectionString"]).Host);
        }
    }

    [Fact]
    public void Nothing_secret_stands_in_the_file_and_what_it_asks_for_is_made()
    {
        foreach (var (service, name, value) in
            from service in Services
            from variable in service.Value.Map("environment")
            where SecretName().IsMatch(variable.Key)
            select (service.Key, variable.Key, variable.Value))
        {
            Assert.True(value.StartsWith("${", StringComparison.Ordinal), $"{service}: {name}");
        }

        var asked = Asked().Matches(File.ToJsonString()).Select(found => found.Groups[1].Value).Distinct();
        Assert.Empty(asked.Except(PodEnvironment.Given));
        Assert.Contains("deploy/.env", System.IO.File.ReadLines(Path.Combine(SourceTree.Root, ".gitignore")));
    }

    [Fact]
    public void Only_the_way_in_is_published_and_what_watches_only_to_this_machine() => Assert.Equal(
        ["${TICKETING_PORT:-8080}:8080", "127.0.0.1:3000:3000", "127.0.0.1:9090:9090"],
        Services.SelectMany(service => service.Value.List("ports")).Select(port => port.ToString()).Order());

    [Fact]
    public void What_is_waited_for_can_become_what_is_waited_for() => Assert.Empty(
        from service in Services
        from awaited in service.Value.At("depends_on")?.AsObject() ?? []
        let other = Services[awaited.Key]
        where awaited.Value.Text("condition") switch
        {
            "service_healthy" => other.At("healthcheck test") is null,
            "service_completed_successfully" => other.Text("restart") != "no",
            _ => other is null,
        }
        select $"{service.Key} waits for {awaited.Key}");

    /// <summary>
    /// Third-party images have a health check. The programs have no shell, so haproxy polls them instead.
    /// </summary>
    [Fact]
    public void Whatever_can_says_whether_it_is_healthy() => Assert.DoesNotContain(
        Services, service => service.Value.At("build") is null && service.Value.At("healthcheck test") is null);

    [Fact]
    public void Volumes_are_declared_and_mounted_files_are_there()
    {
        var sources = Services.SelectMany(service => service.Value.List("volumes"))
            .Select(volume => volume.ToString().Split(':')[0])
            .ToArray();
        var declared = File.At("volumes")!.AsObject().Select(volume => volume.Key).ToArray();

        Assert.Equal(declared.Order(), sources.Where(source => !source.StartsWith('.')).Order());
        Assert.DoesNotContain(
            sources, source => source.StartsWith('.') && !Path.Exists(Path.Combine(Folder, source)));
    }

    [Fact]
    public void Its_haproxy_does_as_that_of_the_local_cluster()
    {
        Assert.Equal(
            Section(Path.Combine(Folder, "local", "haproxy.cfg")).Replace("file @PROBLEMS@/", "file /problems/"),
            Section(Path.Combine(Folder, "compose", "haproxy.cfg")));

        static string Section(string path)
        {
            var text = System.IO.File.ReadAllText(path);
            var start = text.IndexOf("global", StringComparison.Ordinal);
            return text[start..text.IndexOf("frontend", StringComparison.Ordinal)].Split("\n\n# A container")[0].Trim();
        }
    }

    private static Dictionary<string, string> Resolved(JsonNode service) => service.Map("environment").ToDictionary(
        variable => variable.Key,
        variable => Asked().Replace(variable.Value, asked => PodEnvironment.Made(asked.Groups[1].Value)));

    [GeneratedRegex(@"\$\{(\w+):\?[^}]*\}")]
    private static partial Regex Asked();

    [GeneratedRegex("ConnectionString|PASSWORD|Password|Keys__|__Redis$|AUTH$")]
    private static partial Regex SecretName();
}

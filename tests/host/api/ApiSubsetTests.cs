using System.Reflection;

namespace Ticketing.Tests.Host;

/// <summary>What grains see of the embedded host exists just so in the real packages.</summary>
public sealed class ApiSubsetTests
{
    // In assemblies whose packages cannot be restored everywhere. Held by the build with GrainHost=Orleans.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["Orleans.AliasAttribute"] = "Orleans.Serialization.Abstractions",
        ["Orleans.GenerateSerializerAttribute"] = "Orleans.Serialization.Abstractions",
        ["Orleans.IdAttribute"] = "Orleans.Serialization.Abstractions",
        ["Orleans.ImmutableAttribute"] = "Orleans.Serialization.Abstractions",
        ["Orleans.ResponseTimeoutAttribute"] = "Orleans.Serialization.Abstractions",
        ["Orleans.CollectionAgeLimitAttribute"] = "Orleans.Core",
        ["Orleans.GrainState`1"] = "Orleans.Core",
        ["Orleans.IGrainState`1"] = "Orleans.Core",
        ["Orleans.KeepAliveAttribute"] = "Orleans.Core",
        ["Orleans.Runtime.IPersistentState`1"] = "Orleans.Runtime",
        ["Orleans.Runtime.IPersistentStateConfiguration"] = "Orleans.Runtime",
        ["Orleans.Runtime.PersistentStateAttribute"] = "Orleans.Runtime",
        ["Orleans.Storage.BadProviderConfigException"] = "Orleans.Core",
        ["Orleans.Storage.IGrainStorage"] = "Orleans.Core",
        ["Orleans.Storage.InconsistentStateException"] = "Orleans.Core",
    };

    private static readonly Dictionary<string, ApiType> Ours = ApiReader.Read(typeof(IGrain).Assembly.Location);

    private static readonly Dictionary<string, ApiType> Real = ApiReader.Read(Path.Combine(
        Metadata("NuGetPackageRoot"),
        "microsoft.orleans.core.abstractions",
        Metadata("OrleansVersion"),
        "lib/net10.0/Orleans.Core.Abstractions.dll"));

    [Fact]
    public void Every_public_type_and_member_exists_just_so_in_Orleans() =>
        Assert.Empty(ApiComparison.Findings(Ours, Real, Elsewhere.Keys).ToArray());

    [Fact]
    public void The_list_of_types_from_elsewhere_names_only_such()
    {
        Assert.Empty(Elsewhere.Keys.Intersect(Real.Keys));
        Assert.Empty(Elsewhere.Keys.Except(Ours.Keys));
    }

    [Fact]
    public void Both_sides_were_read()
    {
        Assert.True(Ours.Count > 40, $"only {Ours.Count} types of ours");
        Assert.True(Real.Count > 100, $"only {Real.Count} types of Orleans");
        Assert.Contains(
            "virtual System.Threading.Tasks.Task OnActivateAsync`0"
                + "(System.Threading.CancellationToken cancellationToken)",
            Ours["Orleans.Grain"].Members);
    }

    [Theory]
    [InlineData("Orleans.IGrainFactory", "Threading", "Orleans.IGrainFactory has")]
    [InlineData("Orleans.Runtime.IGrainTimer", "dueTime", "Orleans.Runtime.IGrainTimer has")]
    [InlineData("Orleans.DeactivationReasonCode", "= 01", "Orleans.DeactivationReasonCode has")]
    [InlineData("Orleans.Concurrency.OneWayAttribute", "usage ", "Orleans.Concurrency.OneWayAttribute has")]
    public void A_planted_difference_in_a_member_is_found(string type, string part, string finding)
    {
        var planted = Ours[type] with
        {
            Members = [.. Ours[type].Members.Select(member => member.Replace(part, "planted"))]
        };
        if (part == "Threading")
            planted.Members.Add("virtual Void Planted`0()");
        Assert.Contains(Findings(planted), found => found.StartsWith(finding, StringComparison.Ordinal));
    }

    [Fact]
    public void A_planted_difference_in_a_type_is_found()
    {
        var grain = Ours["Orleans.Grain"];
        Assert.Contains(Findings(grain with { Base = "System.MarshalByRefObject" }),
            found => found.Contains("derives"));
        Assert.Contains(Findings(grain with { Interfaces = ["System.IDisposable"] }),
            found => found.Contains("implements"));
        Assert.Contains(Findings(grain with { Kind = "Sealed" }), found => found.Contains("Sealed"));
        Assert.Contains(Findings(grain with { Name = "Orleans.Grian" }), found => found.Contains("does not exist"));
    }

    private static string[] Findings(ApiType planted) =>
        [.. ApiComparison.Findings(new Dictionary<string, ApiType> { [planted.Name] = planted }, Real, Elsewhere.Keys)];

    private static string Metadata(string name) => typeof(ApiSubsetTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
}

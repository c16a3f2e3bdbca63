using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Ticketing.MockKafka;

/// <summary>One mock broker, which lives as long as the process.</summary>
internal sealed partial class MockCluster
{
    private const string Library = "librdkafka";

    // The usual build of the package needs libsasl2.so.3 on x64, which Debian does not have; the other build does not
    // need it.
    private static readonly string[] Builds = [Library, "centos8-librdkafka"];

    private const int Producer = 0;
    private const int BrokerId = 1;

    private readonly nint cluster;

    static MockCluster() => NativeLibrary.SetDllImportResolver(typeof(MockCluster).Assembly, Load);

    public MockCluster()
    {
        var complaint = new byte[512];
        var configuration = NewConfiguration();
        // It would warn that this client itself has no brokers.
        _ = Set(configuration, "log_level", "0", complaint, (nuint)complaint.Length);
        var client = New(Producer, configuration, complaint, (nuint)complaint.Length);
        cluster = client == 0 ? 0 : NewCluster(client, 1);
        if (cluster == 0) throw new InvalidOperationException(Encoding.UTF8.GetString(complaint).TrimEnd('\0'));
    }

    public string BootstrapServers => Text(Bootstraps(cluster));

    /// <returns>"ok", or librdkafka's error; the same holds for the other commands.</returns>
    public string CreateTopic(string name, int partitions) => Outcome(CreateTopic(cluster, name, partitions, 1));

    public string TakeDown() => Outcome(SetBrokerDown(cluster, BrokerId));

    public string BringUp() => Outcome(SetBrokerUp(cluster, BrokerId));

    /// <returns>0 when neither build can be loaded: the runtime then reports what it has tried.</returns>
    private static nint Load(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var build in Builds)
            if (NativeLibrary.TryLoad(build, assembly, path, out var loaded)) return loaded;
        return 0;
    }

    private static string Outcome(int error) => error == 0 ? "ok" : Text(Describe(error));

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(nint configuration, string name, string value, byte[] complaint, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, nint configuration, byte[] complaint, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_err2str")]
    private static partial nint Describe(int error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string name, int partitions, int replicas);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int SetBrokerDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int SetBrokerUp(nint cluster, int broker);
}

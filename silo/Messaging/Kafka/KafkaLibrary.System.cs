using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>
/// The machine's own librdkafka under Confluent's client, which would look for the one of its package.
/// </summary>
internal static class KafkaLibrary
{
    private const string NameInClient = "librdkafka";
    private const string FileName = "librdkafka.so.1";

    private static readonly Lock Gate = new();
    private static nint loaded;

    /// <summary>Throws <see cref="InvalidOperationException"/> that says what to install.</summary>
    public static void Load() => Load(FileName);

    internal static void Load(string fileName)
    {
        lock (Gate)
        {
            if (!NativeLibrary.TryLoad(fileName, out var library))
                throw new InvalidOperationException(
                    $"{EventOptions.Section}:{nameof(EventOptions.Transport)} is {nameof(EventTransport.Kafka)}, which "
                    + $"needs {fileName}, and that is missing: install it with apt-get install librdkafka1.");
            if (loaded == 0)
                NativeLibrary.SetDllImportResolver(
                    typeof(Library).Assembly, (name, _, _) => name == NameInClient ? loaded : 0);
            loaded = library;
        }
    }
}

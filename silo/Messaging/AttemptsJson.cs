using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Messaging;

/// <summary>How attempts are kept with a dead letter.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FailedAttempt[]))]
internal sealed partial class AttemptsJson : JsonSerializerContext
{
    public static string Write(IEnumerable<FailedAttempt> attempts) =>
        JsonSerializer.Serialize([.. attempts], Default.FailedAttemptArray);

    public static FailedAttempt[] Read(string json) => JsonSerializer.Deserialize(json, Default.FailedAttemptArray)!;
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.PostProcessing;

/// <summary>camelCase, and names rather than numbers: others do not know ours.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;

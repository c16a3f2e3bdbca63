using System.Text.Json;

namespace Ticketing.Api;

/// <summary>A converter of ours refuses a value; the message is for the client, the serializer adds the path.</summary>
internal sealed class InvalidValueException(string message) : JsonException(message);

namespace Ticketing.PostProcessing;

/// <summary>
/// There was no time to send everything in one turn, which is nobody's fault: the next goes on where this one ended.
/// </summary>
[GenerateSerializer, Alias("SendsLeftException")]
public sealed class SendsLeftException(string message) : Exception(message);

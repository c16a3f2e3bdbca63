namespace Ticketing.PostProcessing;

/// <summary>Somebody outside did not take what was sent; whether it arrived all the same is not known.</summary>
[GenerateSerializer, Alias("SendFailedException")]
public sealed class SendFailedException(string message, Exception? inner = null) : Exception(message, inner);

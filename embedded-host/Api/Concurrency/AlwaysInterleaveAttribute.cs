namespace Orleans.Concurrency;

/// <summary>This method may start while another request of the grain waits for something.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

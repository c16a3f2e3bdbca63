namespace Orleans.Concurrency;

/// <summary>This method changes nothing, so it may start while other read-only requests wait for something.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;

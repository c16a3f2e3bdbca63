namespace Orleans.Concurrency;

/// <summary>All requests of this grain may start while others wait for something.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

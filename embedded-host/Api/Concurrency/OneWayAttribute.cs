namespace Orleans.Concurrency;

/// <summary>The caller goes on at once and learns neither result nor failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;

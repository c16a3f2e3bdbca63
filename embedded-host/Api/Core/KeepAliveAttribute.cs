namespace Orleans;

/// <summary>The idle collection leaves activations of this class alone.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class KeepAliveAttribute : Attribute;

namespace Orleans;

/// <summary>A grain that is named by a string.</summary>
public interface IGrainWithStringKey : IGrain;

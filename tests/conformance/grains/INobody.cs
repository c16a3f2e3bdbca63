namespace Ticketing.Tests.Conformance;

/// <summary>No class implements this.</summary>
public interface INobody : IGrainWithStringKey;

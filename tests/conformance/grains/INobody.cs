namespace Ticketing.Tests.Host;

/// <summary>No class implements this.</summary>
public interface INobody : IGrainWithStringKey;

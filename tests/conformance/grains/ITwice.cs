namespace Ticketing.Tests.Host;

/// <summary>Two classes implement this.</summary>
public interface ITwice : IGrainWithStringKey;

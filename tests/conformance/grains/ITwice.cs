namespace Ticketing.Tests.Conformance;

/// <summary>Two classes implement this.</summary>
public interface ITwice : IGrainWithStringKey;

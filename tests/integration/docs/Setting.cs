namespace Ticketing.Tests.Docs;

/// <summary>A key of the configuration, as docs/operations.md tells of it.</summary>
/// <param name="Key">With its section; N and NAME stand for what an operator chooses.</param>
/// <param name="Default">As it would be written, or empty when there is none.</param>
/// <param name="Bounds">What values it takes, where the code says so.</param>
/// <param name="Text">Its doc comment.</param>
internal sealed record Setting(string Key, string Default, string Bounds, string Text);

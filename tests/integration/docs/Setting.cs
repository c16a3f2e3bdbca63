namespace Ticketing.Tests.Docs;

/// <summary>A key of the configuration, as docs/operations.md lists it.</summary>
/// <param name="Key">With its section; N and NAME are placeholders for names that an operator chooses.</param>
/// <param name="Default">As it would be written, or empty when there is none.</param>
/// <param name="Bounds">The accepted values, when the code states them.</param>
/// <param name="Text">Its doc comment.</param>
internal sealed record Setting(string Key, string Default, string Bounds, string Text);

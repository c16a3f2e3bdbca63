using System.Collections.Immutable;

namespace Ticketing.Tests.Docs;

/// <summary>An options class with its settings, or one setting alone.</summary>
internal sealed record SettingsSection(string Key, string Text, ImmutableArray<Setting> Settings);

using System.Text;

namespace Ticketing.Tests.Wire;

/// <summary>
/// The contract between processes of two releases, as text: sections that begin at the margin (<c>type OrderLine</c>),
/// each with indented entries (<c>0 string Category</c>). Lines with # are for readers.
/// </summary>
internal sealed class WireList
{
    private readonly SortedDictionary<string, WireSection> sections = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, WireSection> Sections => sections;

    /// <param name="kind">interface, grain, type, enum, topic, body, column.</param>
    /// <param name="facts">The rest of the section's first line.</param>
    public WireSection Add(string kind, string name, string facts = "")
    {
        var section = new WireSection(kind, name, facts);
        sections.Add(section.Key, section);
        return section;
    }

    public static WireList Parse(string text)
    {
        var list = new WireList();
        WireSection? current = null;
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == ' ')
            {
                var entry = line.Trim().Split(' ', 2);
                current!.Add(entry[0], entry.Length > 1 ? entry[1] : "");
                continue;
            }

            var words = line.Split(' ', 3);
            current = list.Add(words[0], words[1], words.Length > 2 ? words[2] : "");
        }

        return list;
    }

    /// <param name="about">Lines for readers.</param>
    public string Write(params string[] about)
    {
        var text = new StringBuilder();
        foreach (var line in about) text.Append("# ").Append(line).Append('\n');
        WireSection? last = null;
        foreach (var section in sections.Values)
        {
            // Sections of one line stay together.
            if (last is null || last.Kind != section.Kind || section.Entries.Count + last.Entries.Count > 0)
                text.Append('\n');
            text.Append($"{section.Key} {section.Facts}".TrimEnd()).Append('\n');
            foreach (var (key, facts) in section.Entries)
                text.Append("  ").Append($"{key} {facts}".TrimEnd()).Append('\n');
            last = section;
        }

        return text.ToString();
    }
}

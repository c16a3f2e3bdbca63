using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Ticketing.Tests.Docs;

/// <summary>The summary of a doc comment as one line of Markdown.</summary>
internal static partial class DocComment
{
    public static string Of(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrEmpty(xml))
            return "";
        var summary = XElement.Parse(xml).Element("summary");
        var text = string.Concat(summary?.Nodes().Select(TextOf) ?? []);
        return Section().Replace(Spaces().Replace(text, " "), "").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string TextOf(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.', ':')[^1]}`",
        XElement element => $"`{element.Value}`",
        _ => ((XText)node).Value,
    };

    // The heading of a class already names its section.
    [GeneratedRegex(@"[,;] (configuration )?section `[^`]+`( of the configuration)?")]
    private static partial Regex Section();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

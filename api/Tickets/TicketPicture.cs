using System.Globalization;
using System.Security;
using System.Text;
using QRCoder;

namespace Ticketing.Api;

/// <summary>A ticket in SVG: its code as a QR code, and under it what a person needs to find the seat.</summary>
internal static class TicketPicture
{
    /// <summary>Still readable when a seventh of it is hidden.</summary>
    private const QRCodeGenerator.ECCLevel Correction = QRCodeGenerator.ECCLevel.M;

    /// <summary>Height of the letters in modules of the code, and of a line.</summary>
    private const double LetterHeight = 5, LineHeight = 6.5;

    /// <summary>Width of a letter of an ordinary font, compared with its height.</summary>
    private const double LetterWidth = 0.55;

    /// <summary>Free space at the left and at the right of the text; the code itself brings its own.</summary>
    private const double Margin = 4;

    private const int MaxLinesOfText = 3;

    /// <param name="texts">Each starts a line; empty ones are left out.</param>
    public static string Draw(string code, IEnumerable<string> texts)
    {
        using var modules = QRCodeGenerator.GenerateQrCode(code, Correction);
        using var picture = new SvgQRCode(modules);
        var drawn = picture.GetGraphic(
            pixelsPerModule: 1, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
        var side = modules.ModuleMatrix.Count;
        var room = side - (2 * Margin);
        var lines = texts.SelectMany(text => Wrap(text, (int)(room / (LetterHeight * LetterWidth)))).ToArray();
        var height = side + (LineHeight * lines.Length);

        var svg = new StringBuilder();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
            .Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {side} {height}\">")
            .Append(CultureInfo.InvariantCulture, $"<title>{Escape(string.Join(", ", lines))}</title>")
            .Append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>")
            .Append(CultureInfo.InvariantCulture, $"<svg width=\"{side}\" height=\"{side}\" ")
            .Append(drawn.AsSpan("<svg ".Length));
        foreach (var (at, line) in lines.Index())
        {
            // A line that is too long all the same, such as one long word, is squeezed.
            var squeeze = line.Length * LetterHeight * LetterWidth > room
                ? string.Create(
                    CultureInfo.InvariantCulture, $" textLength=\"{room}\" lengthAdjust=\"spacingAndGlyphs\"")
                : "";
            // All of it is below the square of the code, whose margin a scanner needs.
            var baseline = side + (LineHeight * (at + 1)) - 2;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{side / 2.0}\" y=\"{baseline}\" ")
                .Append(CultureInfo.InvariantCulture, $"font-family=\"sans-serif\" font-size=\"{LetterHeight}\" ")
                .Append(CultureInfo.InvariantCulture, $"text-anchor=\"middle\"{squeeze}>{Escape(line)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>Breaks between words; the last line takes what is left.</summary>
    private static List<string> Wrap(string text, int lettersPerLine)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0
                && (lines.Count == MaxLinesOfText || lines[^1].Length + 1 + word.Length <= lettersPerLine))
                lines[^1] += $" {word}";
            else
                lines.Add(word);
        }
        return lines;
    }

    /// <summary>Two characters are text in a plan, but not in XML.</summary>
    private static string Escape(string text) =>
        SecurityElement.Escape(text.Replace('\uFFFE', ' ').Replace('\uFFFF', ' '));
}

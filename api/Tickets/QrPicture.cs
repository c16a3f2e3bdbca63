using QRCoder;

namespace Ticketing.Api;

/// <summary>A ticket's code as a QR code, in SVG.</summary>
internal static class QrPicture
{
    /// <summary>As dense as is still read when a seventh of it cannot be seen.</summary>
    private const QRCodeGenerator.ECCLevel Correction = QRCodeGenerator.ECCLevel.M;

    public static string Draw(string code)
    {
        using var modules = QRCodeGenerator.GenerateQrCode(code, Correction);
        using var picture = new SvgQRCode(modules);
        return picture.GetGraphic(
            pixelsPerModule: 1, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}

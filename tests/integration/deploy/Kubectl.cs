using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Deploy;

/// <summary>
/// Renders an overlay as an installation does. Before 1.27, kubectl does not support all that the manifests use.
/// </summary>
internal static partial class Kubectl
{
    private const int LeastMinor = 27;

    /// <summary>The reason why this machine cannot render overlays; null when it can.</summary>
    public static string? Complaint { get; } = FindComplaint();

    public static string Kustomize(string folder) => Run("kustomize", folder);

    private static string? FindComplaint()
    {
        try
        {
            var version = Run("version", "--client");
            return Minor().Match(version) is { Success: true } found && int.Parse(found.Groups[1].Value) >= LeastMinor
                ? null
                : $"kubectl 1.{LeastMinor} or later is needed; this is: {version.ReplaceLineEndings(" ")}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"kubectl 1.{LeastMinor} or later is needed, and there is none.";
        }
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {error.Result}");
    }

    [GeneratedRegex(@"v1\.(\d+)\.")]
    private static partial Regex Minor();
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>A build of the programs: the one that the tests were built with, or an earlier one.</summary>
/// <param name="Folder">Contains bin/Api/release and bin/Silo/release; null for the programs beside the tests.</param>
internal sealed record Release(string Name, string? Folder)
{
    public static readonly Release Current = new("this build", Folder: null);

    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(15);

    public string Silo => Find("Silo", "silo.dll");

    public string Api => Find("Api", "api.dll");

    /// <summary>
    /// The build in the artifacts folder TICKETING_OLD_RELEASE. Without that variable it builds the commit
    /// TICKETING_OLD_REF, by default the last tag or, without tags, the commit before this one. Builds are kept in
    /// .local/releases.
    /// </summary>
    public static async Task<Release> OlderAsync()
    {
        if (Environment.GetEnvironmentVariable("TICKETING_OLD_RELEASE") is { Length: > 0 } given)
            return new Release(given, Path.GetFullPath(given)).Checked();
        var reference = Environment.GetEnvironmentVariable("TICKETING_OLD_REF") is { Length: > 0 } named
            ? named
            : await LastReleaseAsync();
        var commit = await GitAsync("rev-parse", "--verify", $"{reference}^{{commit}}");
        var folder = Path.Combine(Root(), ".local", "releases", commit);
        var release = new Release($"{reference} ({commit[..10]})", Path.Combine(folder, "artifacts"));
        if (!File.Exists(release.Silo) || !File.Exists(release.Api)) await BuildAsync(commit, folder);
        return release.Checked();
    }

    private static async Task<string> LastReleaseAsync()
    {
        var (exit, tag, _) = await Tool.RunAsync(Git("describe", "--tags", "--abbrev=0", "HEAD~1"));
        return exit == 0 ? tag.Trim() : "HEAD~1";
    }

    private static async Task BuildAsync(string commit, string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, "source.tar");
        await GitAsync("archive", "--output", archive, commit);
        await RunAsync(new ProcessStartInfo("tar", ["-xf", archive, "-C", folder]));
        File.Delete(archive);
        // Building the api builds the silo, too.
        var build = new ProcessStartInfo("dotnet", ["build", "api", "-c", "Release", "--nologo", "-v", "quiet"])
        {
            WorkingDirectory = folder,
        };
        build.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // MSBuild variables of the test run must not reach the build.
        var told = build.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal));
        foreach (var name in told.ToArray())
            build.Environment.Remove(name);
        await RunAsync(build).WaitAsync(BuildPatience);
    }

    private static async Task<string> GitAsync(params string[] arguments) => (await RunAsync(Git(arguments))).Trim();

    private static ProcessStartInfo Git(params string[] arguments) =>
        new("git", arguments) { WorkingDirectory = Root() };

    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        var (exit, output, error) = await Tool.RunAsync(start);
        var command = $"{start.FileName} {string.Join(' ', start.ArgumentList)}";
        Assert.True(exit == 0, $"{command} ended with {exit}:\n{output}{error}");
        return output;
    }

    private Release Checked()
    {
        Assert.All(new[] { Silo, Api }, program => Assert.True(File.Exists(program), $"{Name} has no {program}"));
        return this;
    }

    private string Find(string project, string program) => Folder is null
        ? Path.Combine(AppContext.BaseDirectory, program)
        : Path.Combine(Folder, "bin", project, "release", program);

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}

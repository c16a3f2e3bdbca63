using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ticketing.Tests.Tidy;

/// <summary>Small files, small methods, short lines.</summary>
public class SizeTests
{
    private const int MaxFileLines = 250;
    private const int MaxMethodLines = 60;
    private const int MaxLineLength = 120;
    private const int MaxProgramLines = 70;

    [Fact]
    public void Files_stay_small() => NoFindings(
        from file in SourceTree.Files()
        let lines = SourceTree.Lines(file).Length
        where lines > MaxFileLines
        select $"{file}: {lines} lines, at most {MaxFileLines}");

    [Fact]
    public void Lines_stay_short() => NoFindings(
        from file in SourceTree.Files()
        from line in SourceTree.Lines(file).Select((text, index) => (text, Number: index + 1))
        where line.text.Length > MaxLineLength
        select $"{file}:{line.Number}: {line.text.Length} characters, at most {MaxLineLength}");

    [Fact]
    public void Methods_stay_small() => NoFindings(
        from file in SourceTree.Files()
        from method in Methods(SourceText(file))
        where method.Lines > MaxMethodLines
        select $"{file}: {method.Name} has {method.Lines} lines, at most {MaxMethodLines}");

    [Fact]
    public void A_program_is_a_table_of_contents() => NoFindings(
        from file in SourceTree.Files()
        where Path.GetFileName(file) == "Program.cs" && SourceTree.Lines(file).Length >= MaxProgramLines
        select $"{file}: must stay under {MaxProgramLines} lines");

    [Fact]
    public void The_measuring_of_methods_finds_what_is_there() =>
        Assert.Equal([("M", 3)], Methods("class A { void M()\n{\n}\n int P => 1; }\nrecord B;"));

    private static IEnumerable<(string Name, int Lines)> Methods(string text) =>
        from node in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
        let method = node as BaseMethodDeclarationSyntax
        where method is not null
        let span = method.GetLocation().GetLineSpan()
        let name = method is MethodDeclarationSyntax named ? named.Identifier.Text : "a constructor"
        select (name, span.EndLinePosition.Line - span.StartLinePosition.Line + 1);

    private static string SourceText(string file) => File.ReadAllText(Path.Combine(SourceTree.Root, file));

    private static void NoFindings(IEnumerable<string> findings) => Assert.Empty(findings.ToArray());
}

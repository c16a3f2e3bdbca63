using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Ticketing.Reservations;

namespace Ticketing.Tests.Tidy;

/// <summary>
/// What grains and their messages must keep to, so that they run on both hosts (style.md, rules 2, 4, 6).
/// </summary>
public partial class GrainTests
{
    private static readonly Assembly Contracts = typeof(IReservationGrain).Assembly;

    private static readonly (string Pattern, string Instead)[] BannedInGrains =
    [
        (@"\bDateTime(Offset)?\s*\.\s*(Utc)?Now\b", "TimeProvider"),
        (@"\bTask\s*\.\s*Run\b", "a turn of the grain"),
        (@"(?<![oO]utcome)\.\s*Result\b(?!\s*(=|is|switch|!=|\)))(?=\s*;|\.)", "await"),
        (@"\.\s*Wait\s*\(", "await"),
        (@"\.\s*GetAwaiter\s*\(", "await"),
        (@"\bConfigureAwait\s*\(\s*false\s*\)", "plain await: continuations belong on the grain's scheduler"),
        (@"\bThread\s*\.\s*Sleep\b", "a grain timer"),
        (@"^\s*#(if|elif|else|endif)\b", "the wiring file of the host"),
        (@"\bNpgsql\b|\bConfluent\b|\bMicrosoft\.AspNetCore\b|\bTicketing\.EmbeddedHost\b", "a port"),
    ];

    public static TheoryData<string> Banned()
    {
        var data = new TheoryData<string>();
        foreach (var (pattern, _) in BannedInGrains) data.Add(pattern);
        return data;
    }

    [Theory]
    [MemberData(nameof(Banned))]
    public void Grains_and_contracts_use_nothing_that_is_banned(string pattern)
    {
        var findings =
            from file in SourceTree.Files("grains").Concat(SourceTree.Files("grain-interfaces"))
            from line in SourceTree.Code(file).Select((text, index) => (text, Number: index + 1))
            where Regex.IsMatch(line.text, pattern)
            select $"{file}:{line.Number}: {line.text.Trim()} - "
                + $"use {BannedInGrains.Single(banned => banned.Pattern == pattern).Instead}";

        Assert.Empty(findings.ToArray());
    }

    [Theory]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("Task.Run(() => 1);")]
    [InlineData("var x = task.Result;")]
    [InlineData("task.Wait();")]
    [InlineData("await task.ConfigureAwait(false);")]
    [InlineData("#if EMBEDDED")]
    public void What_is_banned_is_found(string line) =>
        Assert.Contains(BannedInGrains, banned => Regex.IsMatch(line, banned.Pattern));

    [Fact]
    public void Grains_and_contracts_keep_no_static_state_that_changes()
    {
        var findings =
            from file in SourceTree.Files("grains").Concat(SourceTree.Files("grain-interfaces"))
            from field in ChangingStatics(File.ReadAllText(Path.Combine(SourceTree.Root, file)))
            select $"{file}: {field}";

        Assert.Empty(findings.ToArray());
        Assert.Equal(
            ["count", "Cache"],
            ChangingStatics("class A { const int C = 1; static int count; static readonly int R = 1;"
                + " public static int[] Cache = []; static int M(int a = 1) => a; int own; }"));
    }

    [Fact]
    public void Every_message_carries_what_both_serializers_need()
    {
        var messages = Contracts.GetExportedTypes().Where(IsMessage).ToArray();

        Assert.NotEmpty(messages);
        Assert.Empty(messages.SelectMany(Faults).ToArray());
    }

    [Fact]
    public void An_incomplete_message_is_found()
    {
        Assert.True(IsMessage(typeof(Incomplete)));
        Assert.Equal(3, Faults(typeof(Incomplete)).Count());
    }

    [Fact]
    public void Aliases_are_unique()
    {
        var aliases = Contracts.GetExportedTypes()
            .Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias)
            .OfType<string>()
            .ToArray();

        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    }

    [Fact]
    public void Every_grain_interface_and_method_has_an_alias()
    {
        var missing =
            from type in Contracts.GetExportedTypes()
            where type.IsInterface && typeof(IGrain).IsAssignableFrom(type)
            from member in type.GetMethods().Cast<MemberInfo>().Append(type)
            where member.GetCustomAttribute<AliasAttribute>() is null
            select $"{type.Name}.{member.Name}";

        Assert.Empty(missing.ToArray());
    }

    private static IEnumerable<string> ChangingStatics(string text) =>
        from field in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<FieldDeclarationSyntax>()
        where field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)
        from variable in field.Declaration.Variables
        select variable.Identifier.Text;

    private static bool IsMessage(Type type) =>
        type is { IsInterface: false, IsEnum: false } && !(type.IsAbstract && type.IsSealed)
        && type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) != true;

    private static IEnumerable<string> Faults(Type type)
    {
        if (type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is null)
            yield return $"{type}: [GenerateSerializer]";
        if (type.GetCustomAttribute<AliasAttribute>(inherit: false) is null) yield return $"{type}: [Alias]";
        if (typeof(Exception).IsAssignableFrom(type)) yield break;

        if (type.GetCustomAttribute<ImmutableAttribute>() is null) yield return $"{type}: [Immutable]";
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { } getter
                && getter.IsDefined(typeof(CompilerGeneratedAttribute)));
        var ids = properties.Select(property => property.GetCustomAttribute<IdAttribute>()?.Id).ToArray();
        if (ids.Contains(null)) yield return $"{type}: [Id] on every property";
        else if (ids.Distinct().Count() != ids.Length) yield return $"{type}: an [Id] twice";
    }

    [GenerateSerializer]
    public sealed record Incomplete([property: Id(0)] int Numbered, int Unnumbered);
}

using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Ticketing.Reservations;

namespace Ticketing.Tests.Tidy;

/// <summary>
/// Rules for grains and their messages that the compiler does not check. Calls that grains must not make are listed in
/// grain-interfaces/BannedSymbols.txt, and break the build.
/// </summary>
public class GrainTests
{
    private static readonly Assembly Contracts = typeof(IReservationGrain).Assembly;

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
    public void Every_message_carries_what_its_serializer_needs()
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

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Docs;

/// <summary>
/// Reads the settings from the source text, because not every options class is compiled on both hosts: classes with a
/// constant <c>Section</c>, and constants named <c>XSetting</c> that hold one key.
/// </summary>
internal sealed class SettingsCode
{
    public const string ByMachine = "by the machine";

    private const string Root = "Ticketing:";
    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq;";

    private readonly CSharpCompilation compilation;
    private readonly OptionBounds bounds;
    private readonly ImmutableArray<INamedTypeSymbol> types;

    public SettingsCode(IEnumerable<string> texts)
    {
        var parse = CSharpParseOptions.Default.WithDocumentationMode(DocumentationMode.Parse);
        var trees = texts.Append(GlobalUsings).Select(text => CSharpSyntaxTree.ParseText(text, parse));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        compilation = CSharpCompilation.Create("settings", trees, platform
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)));
        types = [.. compilation.SyntaxTrees.SelectMany(DeclaredTypes)];
        bounds = new OptionBounds(compilation);
    }

    public static SettingsCode OfThisCheckout() => new(
        from folder in (string[])["grain-interfaces", "grains", "store", "messaging", "silo", "api"]
        from file in SourceTree.Files(folder)
        select File.ReadAllText(Path.Combine(SourceTree.Root, file)));

    public ImmutableArray<SettingsSection> Sections() =>
    [
        .. types.SelectMany(OptionsOf).Concat(types.SelectMany(SingleSettingsOf))
            .OrderBy(section => section.Key, StringComparer.Ordinal),
    ];

    /// <summary>Every string in the code that is a key or a section.</summary>
    public IEnumerable<string> KeysInCode() =>
        from tree in compilation.SyntaxTrees
        from literal in tree.GetRoot().DescendantTokens()
        where literal.IsKind(SyntaxKind.StringLiteralToken)
            && literal.ValueText.StartsWith(Root, StringComparison.Ordinal)
        select literal.ValueText;

    private IEnumerable<SettingsSection> OptionsOf(INamedTypeSymbol type)
    {
        var section = type.GetMembers("Section").OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue as string;
        if (section?.StartsWith(Root, StringComparison.Ordinal) is not true)
            yield break;
        foreach (var part in PartsOf(type, IsBoundAsList(type) ? $"{section}:N" : section))
            yield return part;
    }

    /// <summary>Its own settings, and those of the classes that it contains.</summary>
    private IEnumerable<SettingsSection> PartsOf(INamedTypeSymbol type, string key)
    {
        var properties = type.GetMembers().OfType<IPropertySymbol>().Where(property => property is
        {
            DeclaredAccessibility: Accessibility.Public, IsStatic: false, SetMethod: not null,
        }).ToLookup(property => types.Contains(property.Type, SymbolEqualityComparer.Default)
            && property.Type.TypeKind == TypeKind.Class);
        yield return new SettingsSection(
            key, DocComment.Of(type), [.. properties[false].Select(property => SettingOf(type, property, key))]);
        foreach (var nested in properties[true])
            foreach (var part in PartsOf((INamedTypeSymbol)nested.Type, $"{key}:{nested.Name}"))
                yield return part;
    }

    private Setting SettingOf(INamedTypeSymbol type, IPropertySymbol property, string section) => new(
        $"{section}:{property.Name}{SuffixOf(property.Type)}",
        DefaultOf(property),
        bounds.Of(type, property),
        DocComment.Of(property));

    private static IEnumerable<SettingsSection> SingleSettingsOf(INamedTypeSymbol type) =>
        from field in type.GetMembers().OfType<IFieldSymbol>()
        where field.IsConst && field.Name.EndsWith("Setting", StringComparison.Ordinal)
        let key = field.ConstantValue as string ?? ""
        where key.StartsWith(Root, StringComparison.Ordinal)
        select new SettingsSection(
            key[..key.LastIndexOf(':')], "", [new Setting(key, "", "", DocComment.Of(field))]);

    private static string SuffixOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol => ":N",
        { Name: "IReadOnlyDictionary" or "Dictionary" } => ":NAME",
        _ => "",
    };

    private string DefaultOf(IPropertySymbol property)
    {
        var declaration = (PropertyDeclarationSyntax)property.DeclaringSyntaxReferences.Single().GetSyntax();
        if (declaration.Initializer?.Value is not { } initial)
            return property.Type switch
            {
                { TypeKind: TypeKind.Enum } => property.Type.GetMembers().OfType<IFieldSymbol>().First().Name,
                { SpecialType: SpecialType.System_Boolean } => "false",
                { IsValueType: true, NullableAnnotation: not NullableAnnotation.Annotated } => "0",
                _ => "",
            };
        if (property.Type.TypeKind == TypeKind.Enum)
            return ((MemberAccessExpressionSyntax)initial).Name.Identifier.Text;
        var constant = compilation.GetSemanticModel(initial.SyntaxTree).GetConstantValue(initial);
        if (constant is { HasValue: true, Value: bool truth })
            return truth ? "true" : "false";
        if (constant.HasValue)
            return FormattableString.Invariant($"{constant.Value}");
        return initial is CollectionExpressionSyntax or BaseObjectCreationExpressionSyntax ? "" : ByMachine;
    }

    private bool IsBoundAsList(INamedTypeSymbol type) => compilation.SyntaxTrees.Any(tree =>
        tree.GetRoot().DescendantNodes().OfType<TypeArgumentListSyntax>()
            .Any(list => list.Arguments.Any(argument => argument.ToString() == $"{type.Name}[]")));

    private IEnumerable<INamedTypeSymbol> DeclaredTypes(SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Select(declaration => model.GetDeclaredSymbol(declaration)!)
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);
    }
}

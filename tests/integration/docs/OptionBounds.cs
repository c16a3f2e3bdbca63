using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ticketing.Tests.Docs;

/// <summary>
/// The values that a setting accepts: by its type, by its [Range], or by a comparison in the validation of its class,
/// in tuples <c>(nameof(options.X), options.X, most)</c> (from 1 on) and in <c>options.X is &lt; a or > b</c>.
/// </summary>
internal sealed class OptionBounds
{
    private readonly CSharpCompilation compilation;
    private readonly Dictionary<(string Class, string Property), string> checks = [];

    public OptionBounds(CSharpCompilation compilation)
    {
        this.compilation = compilation;
        foreach (var declaration in Nodes<ClassDeclarationSyntax>())
            if (ValidatedBy(declaration) is { } options)
                Collect(options, declaration);
    }

    public string Of(INamedTypeSymbol type, IPropertySymbol property)
    {
        if (property.Type.TypeKind == TypeKind.Enum)
            return string.Join(", ", property.Type.GetMembers().OfType<IFieldSymbol>().Select(member => member.Name));
        if (property.Type.SpecialType == SpecialType.System_Boolean)
            return "true, false";
        var declaration = property.DeclaringSyntaxReferences.Single().GetSyntax();
        var range = declaration.DescendantNodes().OfType<AttributeSyntax>()
            .FirstOrDefault(attribute => attribute.Name.ToString() == "Range");
        return range?.ArgumentList?.Arguments is [var least, var most]
            ? Between(ValueOf(least.Expression), ValueOf(most.Expression))
            : checks.GetValueOrDefault((type.Name, property.Name), "");
    }

    private static string? ValidatedBy(ClassDeclarationSyntax declaration) =>
        declaration.BaseList?.Types.Select(one => one.Type).OfType<GenericNameSyntax>()
            .FirstOrDefault(name => name.Identifier.Text == "IValidateOptions")
            ?.TypeArgumentList.Arguments[0].ToString();

    private void Collect(string options, ClassDeclarationSyntax validation)
    {
        foreach (var tuple in validation.DescendantNodes().OfType<TupleExpressionSyntax>())
            if (tuple.Arguments is [_, { Expression: MemberAccessExpressionSyntax value }, { } most]
                && ValueOf(most.Expression) is { } bound)
            {
                checks[(options, value.Name.Identifier.Text)] = Between(1, bound);
            }

        foreach (var check in validation.DescendantNodes().OfType<IsPatternExpressionSyntax>())
            if (check is
                {
                    Expression: MemberAccessExpressionSyntax value,
                    Pattern: BinaryPatternSyntax
                    {
                        Left: RelationalPatternSyntax { OperatorToken.RawKind: (int)SyntaxKind.LessThanToken } least,
                        Right: RelationalPatternSyntax { OperatorToken.RawKind: (int)SyntaxKind.GreaterThanToken } most,
                    },
                })
            {
                checks[(options, value.Name.Identifier.Text)] =
                    Between(ValueOf(least.Expression), ValueOf(most.Expression));
            }
    }

    private IEnumerable<T> Nodes<T>() =>
        compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes()).OfType<T>();

    private object? ValueOf(ExpressionSyntax expression) =>
        compilation.GetSemanticModel(expression.SyntaxTree).GetConstantValue(expression).Value;

    private static string Between(object? least, object? most) => FormattableString.Invariant($"{least} to {most}");
}

using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Ticketing.Tests.Errors;

/// <summary>
/// Finds the exceptions that the code of an assembly makes, by reading the instructions of its methods.
/// </summary>
internal static class MadeExceptions
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The types that are made with <c>new</c> or by a guard like ArgumentNullException.ThrowIfNull.</summary>
    public static IEnumerable<Type> Of(Assembly assembly) =>
        assembly.GetTypes()
            .SelectMany(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            .SelectMany(Called)
            .Where(callee => callee.IsConstructor || callee.Name.StartsWith("ThrowIf", StringComparison.Ordinal))
            .Select(callee => callee.DeclaringType!)
            .Where(type => typeof(Exception).IsAssignableFrom(type))
            .Distinct();

    /// <summary>The constructors that a method calls by <c>newobj</c>, and all that it calls otherwise.</summary>
    private static IEnumerable<MethodBase> Called(MethodBase method)
    {
        var body = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < body.Length;)
        {
            var code = Codes[body[at] == 0xFE ? (short)(0xFE00 | body[at + 1]) : body[at]];
            at += code.Size;
            if (code == OpCodes.Newobj || code == OpCodes.Call)
                yield return method.Module.ResolveMethod(
                    BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at)),
                    method.DeclaringType!.GetGenericArguments(),
                    method.IsGenericMethod ? method.GetGenericArguments() : null)!;
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at))),
                _ => 4,
            };
        }
    }
}

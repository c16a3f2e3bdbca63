using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ticketing.Tests.Host;

/// <summary>Reads what is public in an assembly, without loading it.</summary>
public sealed class ApiReader
{
    private readonly MetadataReader reader;
    private readonly ApiNames names = new();

    private ApiReader(MetadataReader reader) => this.reader = reader;

    /// <summary>All public types of a file whose namespace starts with Orleans.</summary>
    public static Dictionary<string, ApiType> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var api = new ApiReader(file.GetMetadataReader());
        return api.reader.TypeDefinitions.Select(api.reader.GetTypeDefinition).Where(api.IsPublicOrleans)
            .Select(api.Describe).ToDictionary(type => type.Name);
    }

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask)
        is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private bool IsPublicOrleans(TypeDefinition type)
    {
        if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NestedPublic)
            return IsPublicOrleans(reader.GetTypeDefinition(type.GetDeclaringType()));
        var space = reader.GetString(type.Namespace);
        return (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
            && (space == "Orleans" || space.StartsWith("Orleans.", StringComparison.Ordinal));
    }

    private ApiType Describe(TypeDefinition type)
    {
        var kind = type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.Interface);
        var interfaces = type.GetInterfaceImplementations()
            .Select(handle => Name(reader.GetInterfaceImplementation(handle).Interface));
        var members = type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsVisible(method.Attributes))
            .Select(Describe)
            .Concat(type.GetFields().Select(reader.GetFieldDefinition).Where(IsVisible).Select(Describe))
            .Concat(type.GetCustomAttributes().Select(reader.GetCustomAttribute).Select(Usage).OfType<string>())
            .Concat(type.GetGenericParameters().Select(reader.GetGenericParameter).SelectMany(Constraints));
        return new ApiType(
            names.NameOf(reader, type), kind.ToString(), Name(type.BaseType), [.. interfaces], [.. members]);
    }

    private static bool IsVisible(FieldDefinition field) =>
        (field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family;

    private string Describe(MethodDefinition method)
    {
        var signature = method.DecodeSignature(names, null);
        var parameters = method.GetParameters().Select(reader.GetParameter)
            .Where(parameter => parameter.SequenceNumber > 0)
            .OrderBy(parameter => parameter.SequenceNumber)
            .Select(parameter => reader.GetString(parameter.Name)
                + ((parameter.Attributes & ParameterAttributes.Optional) != 0 ? "?" : ""));
        var constraints = method.GetGenericParameters().Select(reader.GetGenericParameter).SelectMany(Constraints);
        var how = (method.Attributes & MethodAttributes.Static) != 0 ? "static "
            : (method.Attributes & MethodAttributes.Virtual) != 0 ? "virtual " : "";
        var arguments = signature.ParameterTypes.Zip(parameters, (type, name) => $"{type} {name}");
        return $"{how}{signature.ReturnType} {reader.GetString(method.Name)}`{signature.GenericParameterCount}"
            + $"({string.Join(", ", arguments)}) {string.Join(" ", constraints)}".TrimEnd();
    }

    private string Describe(FieldDefinition field)
    {
        var value = field.GetDefaultValue() is { IsNil: false } constant
            ? $" = {Convert.ToHexString(reader.GetBlobBytes(reader.GetConstant(constant).Value))}"
            : "";
        return $"{field.DecodeSignature(names, null)} {reader.GetString(field.Name)}{value}";
    }

    private IEnumerable<string> Constraints(GenericParameter parameter) => parameter.GetConstraints()
        .Select(handle => $"where {parameter.Index}: {Name(reader.GetGenericParameterConstraint(handle).Type)}")
        .Append($"where {parameter.Index}: {parameter.Attributes & GenericParameterAttributes.SpecialConstraintMask}");

    // Where an attribute may stand is as much part of its API as its constructor.
    private string? Usage(CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && Name(reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent)
            == "System.AttributeUsageAttribute"
            ? $"usage {Convert.ToHexString(reader.GetBlobBytes(attribute.Value))}"
            : null;

    private string Name(EntityHandle handle) => handle.IsNil ? "" : handle.Kind switch
    {
        HandleKind.TypeDefinition => names.NameOf(reader, reader.GetTypeDefinition((TypeDefinitionHandle)handle)),
        HandleKind.TypeReference => names.GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        _ => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(names, null),
    };
}

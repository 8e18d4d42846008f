using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace OptaPS.HelpGenerator;

/// <summary>Reads the cmdlets of an assembly. Attributes are read as data, so nothing of the assembly runs.</summary>
internal static class CmdletReader
{
    public static IReadOnlyList<CmdletShape> Read(string assembly)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        var context = new AssemblyLoadContext("cmdlets", isCollectible: false);
        context.Resolving += (self, name) => Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? self.LoadFromAssemblyPath(path) : null;
        return [.. context.LoadFromAssemblyPath(Path.GetFullPath(assembly)).GetExportedTypes()
            .Where(type => Find(type, typeof(CmdletAttribute)) is not null)
            .Select(Read)
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    public static CmdletShape Read(Type type)
    {
        var cmdlet = Find(type, typeof(CmdletAttribute))!;
        return new CmdletShape(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => Find(p, typeof(ParameterAttribute)) is not null).Select(ReadParameter)],
            [.. type.CustomAttributes.Where(a => a.AttributeType == typeof(OutputTypeAttribute)).SelectMany(a => Texts(a.ConstructorArguments[0]))],
            Named(cmdlet, nameof(CmdletAttribute.SupportsShouldProcess)) is true,
            Named(cmdlet, nameof(CmdletAttribute.DefaultParameterSetName)) as string);
    }

    private static ParameterShape ReadParameter(PropertyInfo property)
    {
        var places = property.CustomAttributes.Where(a => a.AttributeType == typeof(ParameterAttribute)).ToDictionary(
            a => Named(a, nameof(ParameterAttribute.ParameterSetName)) as string ?? ParameterShape.AllSets,
            a => new ParameterPlace(
                Named(a, nameof(ParameterAttribute.Mandatory)) is true,
                Named(a, nameof(ParameterAttribute.Position)) as int?,
                Named(a, nameof(ParameterAttribute.ValueFromPipeline)) is true,
                Named(a, nameof(ParameterAttribute.ValueFromPipelineByPropertyName)) is true),
            StringComparer.Ordinal);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new ParameterShape(
            property.Name,
            type.Name,
            places,
            [.. Arguments(property, typeof(AliasAttribute))],
            type.IsEnum ? Enum.GetNames(type) : [.. Arguments(property, typeof(ValidateSetAttribute))],
            Find(property, typeof(SupportsWildcardsAttribute)) is not null);
    }

    private static IEnumerable<string> Arguments(PropertyInfo property, Type attribute) =>
        Find(property, attribute) is { ConstructorArguments: [var list] } ? Texts(list) : [];

    private static IEnumerable<string> Texts(CustomAttributeTypedArgument list) =>
        ((IReadOnlyList<CustomAttributeTypedArgument>)list.Value!).Select(item => item.Value is Type type ? type.FullName! : (string)item.Value!);

    private static CustomAttributeData? Find(MemberInfo member, Type attribute) => member.CustomAttributes.FirstOrDefault(a => a.AttributeType == attribute);

    private static object? Named(CustomAttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value;
}

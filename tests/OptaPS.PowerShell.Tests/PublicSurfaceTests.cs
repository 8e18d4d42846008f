using System.Reflection;
using OptaPS.Operations;

namespace OptaPS.PowerShell.Tests;

/// <summary>What PowerShell can see of the module: only types of the base class library, of PowerShell and of the two assemblies in the session's own context.</summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Assembly[] Ours = [typeof(OptaCmdlet).Assembly, typeof(IOperationRunner).Assembly];

    public static TheoryData<Type> All => [.. Ours.SelectMany(a => a.GetExportedTypes())];

    [Theory]
    [MemberData(nameof(All))]
    public void Members_ShowNoTypeOfThePrivateContext(Type type)
    {
        var foreign = Shown(type).SelectMany(Parts).Where(t => !IsAllowed(t)).Select(t => t.FullName).Distinct(StringComparer.Ordinal);
        Assert.Empty(foreign);
    }

    [Fact]
    public void Types_HaveNamesThatScriptsCanUse() =>
        Assert.All(Ours.SelectMany(a => a.GetExportedTypes()), type => Assert.StartsWith("OptaPS.", type.FullName, StringComparison.Ordinal));

    private static IEnumerable<Type> Shown(Type type)
    {
        if (type.BaseType is { } parent)
            yield return parent;
        foreach (var contract in type.GetInterfaces())
            yield return contract;
        foreach (var member in type.GetMembers(Declared))
        {
            switch (member)
            {
                case MethodBase { IsPublic: true } or MethodBase { IsFamily: true } or MethodBase { IsFamilyOrAssembly: true }:
                    foreach (var parameter in ((MethodBase)member).GetParameters())
                        yield return parameter.ParameterType;
                    if (member is MethodInfo method)
                        yield return method.ReturnType;
                    break;
                case FieldInfo { IsPublic: true } or FieldInfo { IsFamily: true }:
                    yield return ((FieldInfo)member).FieldType;
                    break;
            }
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    private static bool IsAllowed(Type type)
    {
        var name = type.Assembly.GetName().Name!;
        return type.IsGenericParameter || Ours.Contains(type.Assembly) || name is "System.Management.Automation" or "System.Private.CoreLib" or "netstandard"
            || (name.StartsWith("System.", StringComparison.Ordinal) && type.Assembly.Location.StartsWith(Path.GetDirectoryName(typeof(object).Assembly.Location)!, StringComparison.Ordinal));
    }
}

using System.Management.Automation;

namespace OptaPS.PowerShell.Tests;

/// <summary>Names of all cmdlets of the module.</summary>
internal static class CmdletNames
{
    public static IReadOnlyList<string> All { get; } = [.. typeof(OptaCmdlet).Assembly.GetTypes()
        .SelectMany(type => type.CustomAttributes.Where(a => a.AttributeType == typeof(CmdletAttribute)))
        .Select(a => $"{a.ConstructorArguments[0].Value}-{a.ConstructorArguments[1].Value}")
        .Order(StringComparer.Ordinal)];
}

using OptaPS.Configuration.Layers;
using OptaPS.Diagnostics;
using OptaPS.Modules.Aws.Cluster;
using OptaPS.Modules.Aws.Dns;
using OptaPS.Modules.Aws.Entry;
using OptaPS.Modules.Aws.Network;
using OptaPS.Modules.Local;
using OptaPS.Modules.Services;

namespace OptaPS.Modules.Compilation;

/// <summary>The module types that are supported.</summary>
internal static class ModuleCatalog
{
    private static readonly Dictionary<string, IModule> ByType = ((IModule[])
    [
        new AwsBaseModule(),
        new AwsDnsModule(),
        new AwsEksModule(),
        new AwsKubernetesBaseModule(),
        new AwsServiceModule(),
        new LocalBaseModule(),
        new LocalServiceModule(),
    ]).ToDictionary(module => module.Type, StringComparer.Ordinal);

    /// <summary>The supported types, sorted.</summary>
    public static IReadOnlyList<string> Types => [.. ByType.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The module class of a declaration, or null with a finding when the type is not supported.</summary>
    public static IModule? Find(ModuleDeclaration declaration, List<Diagnostic> findings)
    {
        if (ByType.TryGetValue(declaration.Type, out var module))
            return module;
        findings.Add(new Diagnostic("OPTA6001", Severity.Error, $"The module type '{declaration.Type}' is not supported yet.")
        {
            Location = declaration.Location,
            Category = DiagnosticCategory.NotImplemented,
            Allowed = string.Join(", ", Types),
            Remedy = "Remove the module from the file; nothing was changed.",
        });
        return null;
    }
}

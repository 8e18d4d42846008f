using OptaPS.Configuration;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;
using OptaPS.Diagnostics;
using OptaPS.Engine.Resources;
using OptaPS.Modules.Aws.Dns;

namespace OptaPS.Modules.Compilation;

/// <summary>Turns a loaded file into the graph of its layer. Makes no call.</summary>
public static class LayerCompiler
{
    /// <summary>The identity of the layer that a file is: <c>staging</c>, or <c>staging/hello</c> for a service.</summary>
    public static string LayerOf(LayerFile file, EnvironmentFile? parent) => file is ServiceFile ? $"{EnvironmentOf(file, parent)}/{file.Name}" : file.Name;

    /// <summary>Compiles what <see cref="ConfigurationLoader"/> loaded.</summary>
    /// <exception cref="OptaException">The file has errors.</exception>
    public static CompileResult Compile(LoadResult loaded, CompileOptions options) => Compile(loaded.EnsureSuccess(), loaded.Parent, options);

    /// <summary>Compiles a file.</summary>
    /// <param name="file">The environment or service file.</param>
    /// <param name="parent">For a service: its environment.</param>
    /// <param name="options">Overlay, recorded outputs of the environment and facts of the run.</param>
    /// <returns>The graph, or all errors together.</returns>
    public static CompileResult Compile(LayerFile file, EnvironmentFile? parent, CompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        var findings = new List<Diagnostic>();
        var graph = new GraphBuilder();
        var environment = EnvironmentOf(file, parent);
        var provider = file switch
        {
            EnvironmentFile own => own.Provider,
            ServiceFile service => service.Provider,
            _ => throw new ArgumentException("Neither an environment nor a service.", nameof(file)),
        };
        // Order in the file has no meaning between a zone and what uses it; a zone needs nothing unless the file says so.
        foreach (var declaration in file.Modules.OrderBy(module => module is { Type: AwsDnsModule.TypeName, DependsOn.Count: 0 } ? 0 : 1))
            Build(file, declaration, environment, provider, options, graph, findings);
        findings.AddRange(OverlayCheck.Unused(file, options));

        var owner = new Ownership(file.OrgName, environment, LayerOf(file, parent));
        var failed = findings.Exists(finding => finding.Severity == Severity.Error);
        return new CompileResult(failed ? null : graph.Finish(LayerOf(file, parent), owner), findings);
    }

    private static void Build(
        LayerFile file, ModuleDeclaration declaration, string environment, CloudProvider provider, CompileOptions options, GraphBuilder graph, List<Diagnostic> findings)
    {
        if (ModuleCatalog.Find(declaration, findings) is not { } module)
            return;
        graph.Begin(declaration.Name, [.. declaration.DependsOn.SelectMany(graph.AddressesOf)]);
        try
        {
            module.Build(new ModuleContext(file, declaration, environment, provider, options, graph, findings), graph);
        }
        catch (OptaException exception) when (exception.Diagnostics[0].Code == ModuleContext.MissingModule && findings.Exists(finding => finding.Severity == Severity.Error))
        {
            // The module that this one needs has failed with an error of its own, which is reported already.
        }
        catch (OptaException exception)
        {
            findings.AddRange(exception.Diagnostics.Select(finding => finding.Location is null ? finding with { Location = declaration.Location } : finding));
        }
    }

    private static string EnvironmentOf(LayerFile file, EnvironmentFile? parent) =>
        file is ServiceFile service ? parent?.Name ?? service.Environment.Name : file.Name;
}

using System.Text.Json.Nodes;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;
using OptaPS.Engine.Overlay;

namespace OptaPS.Modules.Compilation;

/// <summary>What a module sees while it is built.</summary>
internal sealed class ModuleContext(
    LayerFile file, ModuleDeclaration declaration, string environment, CloudProvider provider, CompileOptions options, GraphBuilder graph, List<Diagnostic> findings)
{
    /// <summary>Code of the error that a needed module is not there.</summary>
    public const string MissingModule = "OPTA6003";

    /// <summary>The module's entry in the file.</summary>
    public ModuleDeclaration Declaration => declaration;

    /// <summary>The module's name.</summary>
    public string Name => declaration.Name;

    /// <summary>The module's inputs.</summary>
    public ModuleInputs Inputs => declaration.Inputs;

    /// <summary>The file's layer name.</summary>
    public string Layer => file.Name;

    /// <summary>The environment's name.</summary>
    public string Environment => environment;

    /// <summary>Where the environment lives.</summary>
    public CloudProvider Provider => provider;

    /// <summary>The AWS account and region.</summary>
    public AwsProvider Aws => (AwsProvider)provider;

    /// <summary>The options of the run.</summary>
    public CompileOptions Options => options;

    /// <summary>True in a service file.</summary>
    public bool IsService => file is ServiceFile;

    /// <summary>The overlay entry of a key, or null.</summary>
    public OverlayEntry? Overlay(string key) => options.Overlay.GetValueOrDefault(key);

    /// <summary>The module of a type in the same file, or null.</summary>
    public ModuleDeclaration? Sibling(string type) => file.Modules.FirstOrDefault(module => module.Type == type);

    /// <summary>The module of the same file that an input names, by name or by type; null when there is none.</summary>
    public ModuleDeclaration? Named(string name) => file.Modules.FirstOrDefault(module => module.Name == name)
        ?? file.Modules.FirstOrDefault(module => module.WrittenType == name || module.Type == name);

    /// <summary>An output of a module before this one in the file, or null.</summary>
    public JsonNode? OutputOf(ModuleDeclaration module, string output) => graph.OutputOf(module.Name, output);

    /// <summary>An output of the module of a type in the same file.</summary>
    /// <exception cref="OptaException">There is no such module before this one.</exception>
    public JsonNode? Need(string type, string output)
    {
        if (Sibling(type) is { } sibling && graph.HasOutput(sibling.Name, output))
            return graph.OutputOf(sibling.Name, output);
        throw new OptaException(Finding(MissingModule, $"The module '{Name}' needs a module of the type '{type}' before it in the file.") with
        {
            Location = declaration.Location,
            Remedy = $"Add '- type: {type}' above it.",
        });
    }

    /// <summary>The nodes that a fact of another module names.</summary>
    public IReadOnlyList<ResourceHandle> NeedHandles(string type, string fact) =>
        [.. Need(type, fact)!.AsArray().Select(address => new ResourceHandle(address!.GetValue<string>()))];

    /// <summary>An input's value with references turned into expressions; null when the input is missing or null.</summary>
    public JsonNode? Value(string input) => Inputs[input] is { } value ? Resolver.Resolve(value) : null;

    /// <summary>Turns values of the file into values of documents.</summary>
    public ValueResolver Resolver => new(graph, options);

    /// <summary>Records an error about an input; the module goes on, so that all errors come together.</summary>
    public void Refuse(string input, string what, string? remedy = null) =>
        findings.Add(Finding("OPTA6002", $"{what} is not supported.") with
        {
            Location = Inputs.LocationOf(input),
            Category = DiagnosticCategory.NotImplemented,
            Remedy = remedy ?? $"Remove '{input}'.",
        });

    /// <summary>Refuses an input that the file gives with a value other than empty or false.</summary>
    public void RefuseIfUsed(string input, string what, string? remedy = null)
    {
        if (!Inputs.IsWritten(input))
            return;
        var used = Inputs[input] switch
        {
            null => false,
            ConfigScalar { Kind: ScalarKind.Boolean } flag => flag.Boolean,
            ConfigScalar text => text.Text.Length > 0,
            ConfigList list => list.Count > 0,
            ConfigMap map => map.Count > 0,
            _ => true,
        };
        if (used)
            Refuse(input, what, remedy);
    }

    /// <summary>Records a warning about an input.</summary>
    public void Warn(string input, string code, string message) =>
        findings.Add(new Diagnostic(code, Severity.Warning, message) { Location = Inputs.LocationOf(input) });

    /// <summary>Records an error.</summary>
    public void Error(Diagnostic finding) => findings.Add(finding);

    /// <summary>An error of this module.</summary>
    public static Diagnostic Finding(string code, string message) => new(code, Severity.Error, message);
}

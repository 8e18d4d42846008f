namespace OptaPS.Modules.Compilation;

/// <summary>What a module type means: turns its inputs into resources, lookups and outputs. Stateless; one instance serves all files.</summary>
internal interface IModule
{
    /// <summary>The full type, such as <c>aws-base</c>.</summary>
    string Type { get; }

    /// <summary>Adds the module's nodes and outputs to <paramref name="graph"/>.</summary>
    /// <exception cref="OptaPS.Diagnostics.OptaException">An input asks for something that is not supported, or the parent lacks something.</exception>
    void Build(ModuleContext context, GraphBuilder graph);
}

using System.Management.Automation;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Pipeline;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Gives the JSON Schema of environment and service files as text, for editors.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaSchema")]
[OutputType(typeof(string))]
public sealed class GetOptaSchemaCommand : OptaCmdlet
{
    /// <summary><para type="description">Only the modules of this cloud; cluster is a cluster of your own.</para></summary>
    [Parameter(Position = 0)]
    [ValidateSet("aws", "gcp", "azure", "local", "cluster")]
    public string? Cloud { get; set; }

    /// <summary><para type="description">Only the definition of this module type.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModuleTypeCompleter))]
    public string? ModuleType { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new GetSchemaRequest(Target(), Cloud), confirm: null, ModuleType) is not { } schema)
            return;

        if (ModuleType is null)
            WriteObject(schema);
        else if (SchemaPart.Find(schema, ModuleType, out var known) is { } definition)
            WriteObject(definition);
        else
            WriteError(ErrorRecords.From(FrontErrors.NoModuleType(ModuleType, known), ModuleType));
    }
}

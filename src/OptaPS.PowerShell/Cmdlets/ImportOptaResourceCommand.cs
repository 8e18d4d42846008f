using System.Collections;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Pipeline;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Takes existing resources over into the state of an environment or service. Touches none of them; -WhatIf shows what the next apply would do with each.</para>
/// </summary>
[Cmdlet(VerbsData.Import, "OptaResource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ImportedItem))]
public sealed class ImportOptaResourceCommand : LayerCmdlet
{
    private readonly Dictionary<string, string> identifiers = new(StringComparer.Ordinal);

    /// <summary><para type="description">The environment or service file.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = "";

    /// <summary><para type="description">The address that the resource gets, as a plan of the file shows it.</para></summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string? Address { get; set; }

    /// <summary><para type="description">The system's identifier of the resource, for example <c>vpc-0a1b2c</c>.</para></summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public string? Identifier { get; set; }

    /// <summary><para type="description">Several resources: addresses with identifiers.</para></summary>
    [Parameter]
    public Hashtable? Resource { get; set; }

    /// <summary><para type="description">A YAML or JSON file with several resources: a map of addresses and identifiers.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceFile { get; set; }

    /// <summary><para type="description">Which environment of a service file.</para></summary>
    [Parameter]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

    /// <summary><para type="description">Values for the file's input variables.</para></summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!string.IsNullOrEmpty(Address) && !string.IsNullOrEmpty(Identifier))
            identifiers[Address!] = Identifier!;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (address, identifier) in VariableTable.Read(Resource))
            identifiers[address] = identifier;
        foreach (var file in FilePaths(Path))
        {
            var request = new ImportRequest(Target(), file)
            {
                Identifiers = identifiers,
                IdentifierFile = ResourceFile is null ? null : FilePath(ResourceFile),
                Environment = EnvironmentName,
                Variables = Variables(Variable),
            };
            Execute(request, file, "Import existing resources", result => result.Items);
        }

        base.EndProcessing();
    }
}

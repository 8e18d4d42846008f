using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists the addresses at which services of an environment answer.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaServiceEndpoint")]
[OutputType(typeof(ServiceEndpoint))]
public sealed class GetOptaServiceEndpointCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">Name of the service; all when left out.</para></summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Service", "Name")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? ServiceName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new GetEndpointRequest(Target(), EnvironmentName, ServiceName)) is { } found)
            WriteObject(found, enumerateCollection: true);
    }
}

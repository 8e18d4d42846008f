using System.Management.Automation;
using OptaPS.Agents;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Reads the outputs of an environment or service; secrets are masked.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaOutput")]
[OutputType(typeof(OutputValue))]
public sealed class GetOptaOutputCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">Name of the service; the environment's own outputs when left out.</para></summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? ServiceName { get; set; }

    /// <summary><para type="description">Under Azure Pipelines, set a variable for each output; secret ones are masked.</para></summary>
    [Parameter]
    public SwitchParameter SetPipelineVariable { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var agent = SetPipelineVariable && AgentSettings.Read(Environment.GetEnvironmentVariable).Commands;
        if (SetPipelineVariable && !agent)
            WriteVerbose("No variable is set: this session does not run in Azure Pipelines (TF_BUILD).");

        if (Run(new GetOutputRequest(Target(), EnvironmentName, ServiceName) { WithSecrets = agent }) is not { } found)
            return;

        if (agent)
        {
            foreach (var line in found.SelectMany(OutputVariables.Commands))
                Host.UI.WriteLine(line);
        }

        WriteObject(found.Select(output => output with { Secret = null }), enumerateCollection: true);
    }
}

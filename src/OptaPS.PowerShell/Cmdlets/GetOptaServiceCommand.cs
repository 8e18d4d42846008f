using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists the services of an environment and how they are doing.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaService")]
[OutputType(typeof(ServiceInfo))]
public sealed class GetOptaServiceCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">Name of the service; wildcards are allowed.</para></summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Service", "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string ServiceName { get; set; } = "*";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var exact = !WildcardPattern.ContainsWildcardCharacters(ServiceName);
        if (Run(new GetServiceRequest(Target(), EnvironmentName, exact ? ServiceName : null)) is not { } found)
            return;

        var pattern = new WildcardPattern(ServiceName, WildcardOptions.IgnoreCase);
        foreach (var service in found.Where(s => pattern.IsMatch(s.ServiceName)))
            WriteObject(service);
    }
}

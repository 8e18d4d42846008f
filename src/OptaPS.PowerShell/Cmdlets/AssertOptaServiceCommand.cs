using System.Management.Automation;
using OptaPS.Objects;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Throws unless a service is ready, and as expected.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Assert, "OptaService")]
[OutputType(typeof(ServiceInfo))]
public sealed class AssertOptaServiceCommand : AssertionCmdlet
{
    /// <summary><para type="description">The service, from Get-OptaService.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public ServiceInfo InputObject { get; set; } = null!;

    /// <summary><para type="description">The image that must run; wildcards are allowed.</para></summary>
    [Parameter]
    [SupportsWildcards]
    public string? Image { get; set; }

    /// <summary><para type="description">Every pod must carry the mesh's proxy.</para></summary>
    [Parameter]
    public SwitchParameter Meshed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var problems = new List<string>();
        if (InputObject.Status != "Ready")
            problems.Add($"it is {InputObject.Status} ({InputObject.ReadyReplicas} of {InputObject.Replicas} pods): {InputObject.Reason}");
        if (Image is not null && !new WildcardPattern(Image).IsMatch(InputObject.Image))
            problems.Add($"it runs '{InputObject.Image}', not '{Image}'");
        if (Meshed && !InputObject.Meshed)
            problems.Add("its pods are not meshed");
        Judge(InputObject, $"Service {InputObject.EnvironmentName}/{InputObject.ServiceName}", problems);
    }
}

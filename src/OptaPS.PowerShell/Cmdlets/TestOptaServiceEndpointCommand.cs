using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Calls service endpoints and tells what they answered.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "OptaServiceEndpoint")]
[OutputType(typeof(EndpointTest))]
public sealed class TestOptaServiceEndpointCommand : OptaCmdlet
{
    /// <summary><para type="description">The endpoint, from Get-OptaServiceEndpoint.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public ServiceEndpoint InputObject { get; set; } = null!;

    /// <summary><para type="description">How long to wait for the whole answer, in seconds.</para></summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new TestEndpointRequest(Target(), InputObject, TimeSpan.FromSeconds(TimeoutSeconds))) is { } result)
            WriteObject(result);
    }
}

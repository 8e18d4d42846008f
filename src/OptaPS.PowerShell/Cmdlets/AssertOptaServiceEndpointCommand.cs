using System.Management.Automation;
using OptaPS.Objects;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Throws unless an endpoint answered, and as expected.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Assert, "OptaServiceEndpoint")]
[OutputType(typeof(EndpointTest))]
public sealed class AssertOptaServiceEndpointCommand : AssertionCmdlet
{
    /// <summary><para type="description">The answer, from Test-OptaServiceEndpoint.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public EndpointTest InputObject { get; set; } = null!;

    /// <summary><para type="description">The HTTP status that is expected; any below 400 when left out.</para></summary>
    [Parameter]
    [ValidateRange(100, 599)]
    public int? StatusCode { get; set; }

    /// <summary><para type="description">The longest time that the answer may have taken, in milliseconds.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? SlowestMilliseconds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var problems = new List<string>();
        if (StatusCode is { } wanted ? InputObject.StatusCode != wanted : !InputObject.Success)
            problems.Add(InputObject.StatusCode == 0 ? $"it did not answer: {InputObject.Reason}" : $"it answered {InputObject.StatusCode}{(StatusCode is null ? "" : $", not {StatusCode}")}");
        if (InputObject.Duration.TotalMilliseconds > SlowestMilliseconds)
            problems.Add($"it took {InputObject.Duration.TotalMilliseconds:0} ms, more than {SlowestMilliseconds}");
        Judge(InputObject, $"Endpoint {InputObject.Uri}", problems);
    }
}

using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists environments that have state.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaEnvironment")]
[OutputType(typeof(EnvironmentInfo))]
public sealed class GetOptaEnvironmentCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment; wildcards are allowed. All environments when left out.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment", "Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "*";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var exact = !WildcardPattern.ContainsWildcardCharacters(EnvironmentName);
        if (Run(new GetEnvironmentRequest(Target(), exact ? EnvironmentName : null)) is not { } found)
            return;

        var pattern = new WildcardPattern(EnvironmentName, WildcardOptions.IgnoreCase);
        foreach (var environment in found.Where(e => pattern.IsMatch(e.EnvironmentName)))
            WriteObject(environment);
    }
}

using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists who holds the locks on states, since and until when.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaLock")]
[OutputType(typeof(LockInfo))]
public sealed class GetOptaLockCommand : OptaCmdlet
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
        if (Run(new GetLockRequest(Target(), exact ? EnvironmentName : null)) is not { } found)
            return;

        var pattern = new WildcardPattern(EnvironmentName, WildcardOptions.IgnoreCase);
        foreach (var one in found.Where(one => pattern.IsMatch(one.EnvironmentName)))
            WriteObject(one);
    }
}

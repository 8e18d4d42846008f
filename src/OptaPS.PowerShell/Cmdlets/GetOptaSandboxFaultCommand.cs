using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists the fault rules of a running sandbox with how often each hit, in the order in which they are asked.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaSandboxFault")]
[OutputType(typeof(SandboxFault))]
public sealed class GetOptaSandboxFaultCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the rule; wildcards are allowed. All when left out.</para></summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string Id { get; set; } = "*";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new GetSandboxFaultRequest(SandboxTarget())) is not { } rules)
            return;

        var pattern = new WildcardPattern(Id, WildcardOptions.IgnoreCase);
        foreach (var rule in rules.Where(r => pattern.IsMatch(r.Id)))
            WriteObject(rule);
    }
}

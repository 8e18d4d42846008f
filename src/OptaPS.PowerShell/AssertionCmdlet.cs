using System.Management.Automation;
using OptaPS.PowerShell.Pipeline;

namespace OptaPS.PowerShell;

/// <summary>
/// Base of the assertions for runbooks and Pester tests: they look at an object only, and end the script (or fail the test) with what is wrong.
/// </summary>
public abstract class AssertionCmdlet : PSCmdlet
{
    /// <summary><para type="description">Return the object that passed.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Passes, or throws with all problems at once.</summary>
    internal void Judge(object subject, string name, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
            ThrowTerminatingError(ErrorRecords.From(FrontErrors.NotAsExpected(name, problems), subject));
        if (PassThru)
            WriteObject(subject);
    }
}

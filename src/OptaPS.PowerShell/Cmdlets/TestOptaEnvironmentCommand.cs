using System.Collections;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Pipeline;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Checks environment and service files and what can be checked at their target, without a change.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "OptaEnvironment")]
[OutputType(typeof(CheckResult))]
public sealed class TestOptaEnvironmentCommand : OptaCmdlet
{
    /// <summary><para type="description">The file to check, or a folder whose environment and service files are all checked; wildcards are expanded.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [SupportsWildcards]
    public string Path { get; set; } = "";

    /// <summary><para type="description">Which environment of a service file; without it the file is checked with each.</para></summary>
    [Parameter]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

    /// <summary><para type="description">Values for the file's input variables.</para></summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <summary><para type="description">Check the file only; make no call. Folders are always checked so.</para></summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary><para type="description">List the places that mean something else than in Opta, too; make no call.</para></summary>
    [Parameter]
    public SwitchParameter Compatibility { get; set; }

    /// <summary><para type="description">Preflight checks to leave out, by name; <c>Quota:*</c> leaves out all that begin so.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PreflightCheckCompleter))]
    public string[] SkipCheck { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var file in FilePaths(Path))
        {
            var request = new TestEnvironmentRequest(Target(), file, Offline)
            {
                Environment = EnvironmentName,
                Variables = VariableTable.Read(Variable),
                Compatibility = Compatibility,
                SkipChecks = SkipCheck,
            };
            if (Run(request) is { } results)
                WriteObject(results, enumerateCollection: true);
        }
    }
}

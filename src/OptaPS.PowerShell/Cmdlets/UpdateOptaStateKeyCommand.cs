using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Encrypts the secrets of states under new keys; for all environments the key file changes too.</para>
/// </summary>
[Cmdlet(VerbsData.Update, "OptaStateKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(KeyRotationInfo))]
public sealed class UpdateOptaStateKeyCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment; all environments when left out.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var name = string.IsNullOrEmpty(EnvironmentName) ? null : EnvironmentName;
        if (!Ask(name ?? "all environments", "Encrypt the state under new keys"))
            return;

        foreach (var rotated in Run(new RotateKeyRequest(Target(), name)) ?? [])
            WriteObject(rotated);
    }
}

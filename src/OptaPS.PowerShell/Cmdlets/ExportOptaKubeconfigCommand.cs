using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Loading;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Writes a kubeconfig entry for an environment's cluster, or merges it into an existing file.</para>
/// </summary>
[Cmdlet(VerbsData.Export, "OptaKubeconfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(KubeconfigInfo))]
public sealed class ExportOptaKubeconfigCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">The kubeconfig file; made with mode 0600 when it does not exist.</para></summary>
    [Parameter(Mandatory = true, Position = 1)]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var file = FilePath(Path);
        if (!Ask(file, $"Write the kubeconfig entry of {EnvironmentName}"))
            return;

        IReadOnlyList<string> plugin = EngineLoader.Program() is { } program
            ? [.. program, "token"]
            : ["pwsh", "-NoProfile", "-NonInteractive", "-Command", "Get-OptaClusterToken -ExecCredential -EnvironmentName"];
        if (Run(new ExportKubeconfigRequest(Target(), EnvironmentName, file, plugin)) is { } written)
            WriteObject(written);
    }
}

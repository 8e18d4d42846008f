using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Adds a service mesh to an environment; later applies of the environment keep it.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Install, "OptaMeshAddon", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MeshInfo), typeof(PlanView))]
public sealed class InstallOptaMeshAddonCommand : LayerCmdlet
{
    /// <summary><para type="description">Name of the environment, or the path of its file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">The mesh to install.</para></summary>
    [Parameter]
    [ValidateSet("Linkerd")]
    public string Mesh { get; set; } = "Linkerd";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = new InstallMeshRequest(Target(), EnvironmentName, Mesh.ToLowerInvariant());
        Execute(request, EnvironmentName, $"Install {Mesh}", result => [result.Result is { Status: "Planned", Plan: { } plan } ? plan : result]);
    }
}

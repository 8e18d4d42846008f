using System.Management.Automation;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets on Helm releases: chooses the cluster.</summary>
public abstract class ReleaseCmdlet : OptaCmdlet
{
    /// <summary><para type="description">The environment whose cluster is meant. Without it, and without -Kubeconfig and -KubeContext, a sandbox's local cluster, else the kubeconfig's current context.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

    /// <summary><para type="description">Namespace of the release; the context's own when left out.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ReleaseNamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary><para type="description">Path of a kubeconfig.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    /// <summary><para type="description">Context of the kubeconfig.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KubeContextCompleter))]
    public string? KubeContext { get; set; }

    /// <summary>The cluster that the parameters choose.</summary>
    internal ClusterChoice Cluster() => new()
    {
        Environment = string.IsNullOrEmpty(EnvironmentName) ? null : EnvironmentName,
        Kubeconfig = Kubeconfig is null ? null : FilePath(Kubeconfig),
        Context = KubeContext,
    };

    /// <summary>The namespace that was given, or null.</summary>
    internal string? ChosenNamespace() => string.IsNullOrEmpty(Namespace) ? null : Namespace;
}

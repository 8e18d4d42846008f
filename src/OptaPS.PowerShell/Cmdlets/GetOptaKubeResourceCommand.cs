using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Pipeline;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Gets objects of a Kubernetes cluster, as they come, with the columns that the server prints and whether they are ready.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaKubeResource")]
[OutputType(typeof(KubeResource))]
public sealed class GetOptaKubeResourceCommand : OptaCmdlet
{
    /// <summary><para type="description">Kinds: kind, plural, short name or category, each also with .group.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Kind", "Type")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KubeKindCompleter))]
    public string[] Resource { get; set; } = [];

    /// <summary><para type="description">Names; wildcards are allowed. All objects when left out.</para></summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary><para type="description">The namespace; the context's own when left out.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ReleaseNamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary><para type="description">Look in all namespaces.</para></summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary><para type="description">Label selector.</para></summary>
    [Parameter]
    [Alias("LabelSelector")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    /// <summary><para type="description">Field selector.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FieldSelector { get; set; }

    /// <summary><para type="description">The environment whose cluster is meant.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentName { get; set; }

    /// <summary><para type="description">Path of a kubeconfig.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    /// <summary><para type="description">Context of the kubeconfig.</para></summary>
    [Parameter]
    [Alias("Context")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KubeContextCompleter))]
    public string? KubeContext { get; set; }

    /// <summary><para type="description">Accept a context that switches certificate verification off.</para></summary>
    [Parameter]
    public SwitchParameter AllowInsecureTls { get; set; }

    /// <summary><para type="description">Show the values of Secrets.</para></summary>
    [Parameter]
    public SwitchParameter IncludeSecretData { get; set; }

    /// <summary><para type="description">Show metadata.managedFields.</para></summary>
    [Parameter]
    public SwitchParameter IncludeManagedFields { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var missing = RunStreaming(write => new GetKubeResourceRequest(Target(), Cluster(), Resource, write)
        {
            Names = Name,
            Namespace = string.IsNullOrEmpty(Namespace) ? null : Namespace,
            AllNamespaces = AllNamespaces,
            Selector = Selector,
            FieldSelector = FieldSelector,
            IncludeSecretData = IncludeSecretData,
            IncludeManagedFields = IncludeManagedFields,
        });
        foreach (var finding in missing ?? [])
            WriteError(ErrorRecords.From(finding, Name));
    }

    private ClusterChoice Cluster() => new()
    {
        Environment = string.IsNullOrEmpty(EnvironmentName) ? null : EnvironmentName,
        Kubeconfig = Kubeconfig is null ? null : FilePath(Kubeconfig),
        Context = KubeContext,
        AllowInsecureTls = AllowInsecureTls,
    };
}

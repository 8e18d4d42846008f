using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Who writes what and how.</summary>
internal sealed record WriteContext(ResourceKind Kind, string Namespace, string Name)
{
    public static readonly VerifiedUser ControllerManager = new("system:kube-controller-manager", ["system:masters", "system:authenticated"]);

    public VerifiedUser User { get; init; } = ControllerManager;

    public string Manager { get; init; } = "kube-controller-manager";

    public string Subresource { get; init; } = "";

    public bool DryRun { get; init; }

    /// <summary>True for the cluster's own controllers: admission by webhooks and quotas still applies, validation of transitions does not.</summary>
    public bool Internal { get; init; }

    /// <summary>The body replaces the object as a whole, so that its uid is a precondition.</summary>
    public bool Replaces { get; init; }

    /// <summary>Set when field management was already done (server-side apply).</summary>
    public bool FieldsManaged { get; init; }

    /// <summary>Receives warnings for the client.</summary>
    public ICollection<string> Warnings { get; init; } = [];
}

using System.Runtime.InteropServices;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>
/// How often the real server reports the same fault of metadata in an update: its generic checks run once (labels twice, because they are
/// part of two checks), and the checks of a kind repeat some of them. The counts were observed with a real server.
/// </summary>
/// <param name="Labels">Labels, annotations, owners.</param>
/// <param name="Syntax">Finalizers that are no qualified names.</param>
/// <param name="Standard">Finalizers that are neither qualified nor standard.</param>
/// <param name="Identity">Changed identities.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MetadataRepeats(int Labels, int Syntax, int Standard, int Identity)
{
    private static readonly MetadataRepeats Once = new(3, 1, 1, 2);
    private static readonly MetadataRepeats Whole = new(4, 2, 2, 2);
    private static readonly MetadataRepeats OnlyWhole = new(3, 2, 1, 1);
    private static readonly MetadataRepeats Generic = new(2, 1, 0, 1);

    public static MetadataRepeats Of(string storage) => storage switch
    {
        "apiregistration.k8s.io/apiservices" or "node.k8s.io/runtimeclasses" => new(4, 2, 0, 2),
        "storage.k8s.io/csinodes" or "discovery.k8s.io/endpointslices" or "flowcontrol.apiserver.k8s.io/flowschemas" or "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations" or "/limitranges"
            or "storage.k8s.io/volumeattachments" => OnlyWhole,
        "rbac.authorization.k8s.io/clusterroles" or "rbac.authorization.k8s.io/clusterrolebindings" or "rbac.authorization.k8s.io/roles" or "rbac.authorization.k8s.io/rolebindings" or "/configmaps"
            or "/endpoints" or "networking.k8s.io/ingresses" or "networking.k8s.io/ingressclasses" or "/persistentvolumeclaims" or "/pods" or "/secrets" or "/serviceaccounts" or "storage.k8s.io/storageclasses"
            or "/nodes" or "batch/jobs" => Whole,
        "apps/controllerrevisions" => new(5, 3, 3, 3),
        "apiextensions.k8s.io/customresourcedefinitions" or "coordination.k8s.io/leases" => new(3, 1, 0, 2),
        "/events" or "policy/poddisruptionbudgets" => Generic,
        "admissionregistration.k8s.io/mutatingwebhookconfigurations" or "admissionregistration.k8s.io/validatingwebhookconfigurations" or "admissionregistration.k8s.io/validatingadmissionpolicies"
            or "admissionregistration.k8s.io/validatingadmissionpolicybindings" => new(3, 2, 0, 1),
        "/persistentvolumes" => new(4, 3, 2, 1),
        _ => Once
    };
}

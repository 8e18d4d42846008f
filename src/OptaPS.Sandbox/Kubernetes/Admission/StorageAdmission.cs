using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>Default storage class and protection finalizers.</summary>
internal sealed class StorageAdmission(Cluster cluster) : IAdmissionPlugin
{
    private const string DefaultMark = "storageclass.kubernetes.io/is-default-class";

    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct)
    {
        if (!request.IsCreate)
            return Task.CompletedTask;
        if (request.Is("/persistentvolumeclaims"))
        {
            Protect(request, "kubernetes.io/pvc-protection");
            var spec = request.Body.Ensure("spec");
            if (spec["storageClassName"] is null && cluster.Store.List("storage.k8s.io/storageclasses").FirstOrDefault(item => item.Body.Annotation(DefaultMark) == "true") is { } standard)
                spec["storageClassName"] = standard.Key.Name;
        }
        else if (request.Is("/persistentvolumes"))
        {
            Protect(request, "kubernetes.io/pv-protection");
        }

        return Task.CompletedTask;
    }

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct) => Task.CompletedTask;

    private static void Protect(AdmissionRequest request, string finalizer)
    {
        var list = request.Body.Ensure("metadata").EnsureList("finalizers");
        if (!list.Any(item => item.Text() == finalizer))
            list.Add(finalizer);
    }
}

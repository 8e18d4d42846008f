namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>The admission plug-ins in their order.</summary>
internal sealed class AdmissionChain(Cluster cluster)
{
    private readonly IReadOnlyList<IAdmissionPlugin> plugins =
    [
        new NamespaceLifecycle(cluster),
        new Quotas.LimitRanges(cluster),
        new ServiceAccountAdmission(cluster),
        new PodDefaultsAdmission(cluster),
        new StorageAdmission(cluster),
        new WebhookAdmission(cluster),
        new Security.PodSecurityAdmission(cluster),
        new Policies.PolicyAdmission(cluster),
        new Quotas.QuotaAdmission(cluster)
    ];

    public async Task AdmitAsync(AdmissionRequest request, CancellationToken ct)
    {
        foreach (var plugin in plugins)
            await plugin.AdmitAsync(request, ct);
    }

    public async Task ValidateAsync(AdmissionRequest request, CancellationToken ct)
    {
        foreach (var plugin in plugins)
            await plugin.ValidateAsync(request, ct);
    }
}

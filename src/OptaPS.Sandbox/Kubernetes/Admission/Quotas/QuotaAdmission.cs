using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Admission.Quotas;

/// <summary>Refuses what would exceed a resource quota. Runs last, when everything else is decided.</summary>
internal sealed class QuotaAdmission(Cluster cluster) : IAdmissionPlugin
{
    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct) => Task.CompletedTask;

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct)
    {
        var changes = request.IsCreate || request.Context.Kind.Storage is "/services" or "/persistentvolumeclaims";
        if (!changes || request.Context.Subresource.Length > 0 || !request.Context.Kind.Namespaced)
            return Task.CompletedTask;
        foreach (var quota in cluster.Store.List("/resourcequotas", request.Context.Namespace))
            Check(request, quota.Body);
        return Task.CompletedTask;
    }

    private void Check(AdmissionRequest request, JsonObject quota)
    {
        var storage = request.Context.Kind.Storage;
        var counted = (quota.Map("status", "hard") ?? []).Where(pair => QuotaUsage.StorageOf(pair.Key) == storage).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        if (counted.Count == 0 || !QuotaUsage.Applies(quota, storage, request.Body))
            return;
        Unspecified(request, quota, storage, counted.Select(pair => pair.Key));
        var totals = QuotaUsage.Total(cluster, quota);
        var (requested, used, limited) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var (resource, hard) in counted)
        {
            var limit = ResourceRules.Read(hard)!.Value;
            var before = totals.GetValueOrDefault(resource);
            var old = request.Old is null ? default : QuotaUsage.Of(resource, storage, request.Old);
            var delta = QuotaUsage.Of(resource, storage, request.Body).Nano - old.Nano;
            if (delta <= 0 || before.Nano + delta <= limit.Nano)
                continue;
            requested.Add($"{resource}={Quantity.FromNano(delta, limit.Canonical.EndsWith('i')).Canonical}");
            used.Add($"{resource}={before.Canonical}");
            limited.Add($"{resource}={limit.Canonical}");
        }

        if (requested.Count > 0)
            throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), $"exceeded quota: {quota.Name()}, requested: {string.Join(',', requested)}, used: {string.Join(',', used)}, limited: {string.Join(',', limited)}");
    }

    /// <summary>Where a quota counts processor or memory, every container must say how much it wants.</summary>
    private static void Unspecified(AdmissionRequest request, JsonObject quota, string storage, IEnumerable<string> resources)
    {
        if (storage != "/pods")
            return;
        var missing = new List<string>();
        foreach (var resource in resources)
        {
            var part = resource.StartsWith("limits.", StringComparison.Ordinal) ? "limits" : "requests";
            var name = resource[(resource.IndexOf('.', StringComparison.Ordinal) + 1)..];
            if (name is not ("cpu" or "memory"))
                continue;
            var silent = request.Body.Objects("spec", "containers").Where(container => container.At("resources", part, name) is null).Select(container => container.Text("name")).ToList();
            if (silent.Count > 0)
                missing.Add($"{resource} for: {string.Join(',', silent)}");
        }

        if (missing.Count > 0)
            throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), $"failed quota: {quota.Name()}: must specify {string.Join("; ", missing)}");
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Admission.Security;

/// <summary>Pod security: refuses pods below a namespace's level, warns about templates and about pods that are there already.</summary>
internal sealed class PodSecurityAdmission(Cluster cluster) : IAdmissionPlugin
{
    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct) => Task.CompletedTask;

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct)
    {
        if (request.Context.Subresource.Length > 0)
            return Task.CompletedTask;
        if (request.Is("/namespaces"))
            Tightened(request);
        else if (ObjectWarnings.PodSpecPath(request.Context.Kind.Storage) is { } path)
            Pods(request, path);
        return Task.CompletedTask;
    }

    private void Pods(AdmissionRequest request, string[] path)
    {
        var space = cluster.Store.Get("/namespaces", "", request.Context.Namespace)?.Body;
        var spec = request.Body.At(path);
        if (request.Is("/pods"))
        {
            if (request.Old is not null && JsonWrite.Same(spec, request.Old.At(path)))
                return;
            var enforced = SecurityLevel.Read(space, "enforce");
            if (SecurityChecks.Run(spec, enforced) is { Count: > 0 } found)
                throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), $"violates PodSecurity {enforced}: {string.Join(", ", found)}");
        }

        if (request.Context.Internal)
            return;
        var warned = SecurityLevel.Read(space, "warn");
        if (SecurityChecks.Run(spec, warned) is { Count: > 0 } problems)
            request.Context.Warnings.Add($"would violate PodSecurity {warned}: {string.Join(", ", problems)}");
    }

    private void Tightened(AdmissionRequest request)
    {
        var now = SecurityLevel.Read(request.Body, "enforce");
        if (request.Old is null || now == SecurityLevel.Read(request.Old, "enforce") || now.IsPrivileged)
            return;
        var groups = cluster.Store.List("/pods", request.Body.Name()).Select(item => (Pod: item.Key.Name, Problems: string.Join(", ", SecurityChecks.Run(item.Body["spec"], now).Select(finding => finding.Reason))))
            .Where(pair => pair.Problems.Length > 0).GroupBy(pair => pair.Problems, StringComparer.Ordinal).ToList();
        if (groups.Count == 0)
            return;
        request.Context.Warnings.Add($"existing pods in namespace \"{request.Body.Name()}\" violate the new PodSecurity enforce level {now}");
        foreach (var group in groups)
        {
            var others = group.Count() - 1;
            request.Context.Warnings.Add(group.First().Pod + (others == 0 ? "" : $" (and {others} other pod{(others == 1 ? "" : "s")})") + ": " + group.Key);
        }
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Mesh;

namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>
/// Admission webhooks: selected as the real server selects them. Services are answered by simulated pods (the mesh's injector injects, others
/// allow); a service without ready pods fails by the webhook's failure policy; an address is called for real.
/// </summary>
internal sealed class WebhookAdmission(Cluster cluster) : IAdmissionPlugin
{
    private const string Group = "admissionregistration.k8s.io/";

    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct) => RunAsync("mutatingwebhookconfigurations", request, ct);

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct) => RunAsync("validatingwebhookconfigurations", request, ct);

    private async Task RunAsync(string plural, AdmissionRequest request, CancellationToken ct)
    {
        if (request.Context.Kind.Group == "admissionregistration.k8s.io" || request.Context.Subresource.Length > 0 || request.Is("/events") || request.Context.Kind.Group == "coordination.k8s.io")
            return;
        foreach (var configuration in cluster.Store.List(Group + plural))
        {
            foreach (var hook in configuration.Body.Objects("webhooks"))
            {
                if (WebhookSelection.Matches(cluster, hook, request))
                    await CallAsync(hook, request, plural.StartsWith("mutating", StringComparison.Ordinal), ct);
            }
        }
    }

    private async Task CallAsync(JsonObject hook, AdmissionRequest request, bool mutating, CancellationToken ct)
    {
        var name = hook.Text("name") ?? "";
        if (hook.Objects("matchConditions").Any())
            throw new ApiException(501, "NotImplemented", $"OPTA8004 webhook \"{name}\" has matchConditions, which the sandbox does not evaluate");
        if (hook.Text("clientConfig", "url") is { } url)
        {
            await new WebhookCaller(hook).CallAsync(url, request, mutating, ct);
            return;
        }

        var service = hook.Map("clientConfig", "service");
        var (ns, serviceName) = (service.Text("namespace") ?? "", service.Text("name") ?? "");
        var address = $"https://{serviceName}.{ns}.svc:{service.Number("port") ?? 443}{service.Text("path") ?? "/"}?timeout={hook.Number("timeoutSeconds") ?? 10}s";
        string? failure = null;
        var pods = new List<JsonObject>();
        if (cluster.Store.Get("/services", ns, serviceName) is null)
            failure = $"service \"{serviceName}\" not found";
        else if ((pods = [.. ServiceEndpoints.Ready(cluster, ns, serviceName)]).Count == 0)
            failure = $"no endpoints available for service \"{serviceName}\"";
        if (failure is not null)
        {
            await FailAsync(hook, request, $"failed calling webhook \"{name}\": failed to call webhook: Post \"{address}\": {failure}", ct);
            return;
        }

        if (mutating && request.Is("/pods") && ProxyInjector.IsInjector(pods[0]))
            await ProxyInjector.HandleAsync(cluster, request.Body, ns, ct);
    }

    private async Task FailAsync(JsonObject hook, AdmissionRequest request, string why, CancellationToken ct)
    {
        if (hook.Text("failurePolicy") != "Ignore")
            throw ApiErrors.Internal(why);
        if (request.Is("/pods"))
            await cluster.Events.RecordAsync(request.Body, "Warning", "InjectionSkipped", why + " (failure policy Ignore)", "kube-apiserver", ct);
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>pods/eviction: deletes a pod when its disruption budgets allow it.</summary>
internal sealed class EvictionHandler(Cluster cluster)
{
    public async Task CreateAsync(ApiRequest request)
    {
        if (request.Info.Verb != "create")
            throw ApiErrors.MethodNotAllowed();
        var body = await BodyReader.ReadObjectAsync(request, "Eviction", null);
        var name = request.Info.Name;
        if (body.Name().Length > 0 && body.Name() != name)
            throw ApiErrors.BadRequest("name in URL does not match name in Eviction object");
        var pod = cluster.Store.Get("/pods", request.Info.Namespace, name)?.Body ?? throw ApiErrors.NotFound(request.Kind, name);
        var dryRun = request.DryRun || body.Texts("deleteOptions", "dryRun").Any();
        if (pod.Text("status", "phase") is not ("Succeeded" or "Failed" or "Pending") && !pod.IsDeleting())
            await CheckBudgetsAsync(request, pod, dryRun);
        var options = new DeleteRequest(body.Text("deleteOptions", "propagationPolicy"), body.Number("deleteOptions", "gracePeriodSeconds"), dryRun)
        {
            Uid = body.Text("deleteOptions", "preconditions", "uid"),
            ResourceVersion = body.Text("deleteOptions", "preconditions", "resourceVersion")
        };
        var result = await cluster.Deleter.DeleteAsync(request.Kind, request.Info.Namespace, name, options, request.Aborted);
        request.EffectUid = result.Body.Uid();
        request.Changed = result.Changed;
        await cluster.Store.FlushedAsync();
        await ResponseWriter.WriteAsync(request, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 },
            Negotiator.Choose(request, transforms: false));
    }

    private async Task CheckBudgetsAsync(ApiRequest request, JsonObject pod, bool dryRun)
    {
        var budgets = cluster.Store.List("policy/poddisruptionbudgets", request.Info.Namespace)
            .Where(item => LabelSelector.FromObject(item.Body.Map("spec", "selector"))?.Matches(pod) == true).ToList();
        if (budgets.Count > 1)
            throw new ApiException(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (budgets.Count == 0)
            return;
        var budget = budgets[0].Body;
        if ((budget.Number("status", "observedGeneration") ?? 0) < (budget.Number("metadata", "generation") ?? 0))
            throw TooMany(budget, "The disruption budget " + budget.Name() + " is still being processed by the server.", 10);
        if ((budget.Number("status", "disruptionsAllowed") ?? 0) <= 0)
        {
            throw TooMany(budget, $"The disruption budget {budget.Name()} needs {budget.Number("status", "desiredHealthy") ?? 0} healthy pods and has {budget.Number("status", "currentHealthy") ?? 0} currently", null);
        }

        if (dryRun)
            return;
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("policy", "poddisruptionbudgets"), budget, body =>
        {
            var status = body.Ensure("status");
            status["disruptionsAllowed"] = (status.Number("disruptionsAllowed") ?? 1) - 1;
            status.Ensure("disruptedPods")[pod.Name()] = cluster.Timestamp;
        }, request.Aborted);
    }

    private static ApiException TooMany(JsonObject budget, string message, int? retry)
    {
        var details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = message }) };
        if (retry is not null)
            details["retryAfterSeconds"] = retry;
        return new ApiException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details) { RetryAfter = retry };
    }
}

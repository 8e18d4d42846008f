using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>Priority, default tolerations, service links, QoS class of new pods.</summary>
internal sealed class PodDefaultsAdmission(Cluster cluster) : IAdmissionPlugin
{
    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct)
    {
        if (!request.Is("/pods") || request.Context.Subresource.Length > 0 || request.Context.Internal && !request.IsCreate)
            return Task.CompletedTask;
        var spec = request.Body.Ensure("spec");
        if (request.IsCreate)
        {
            spec.Default("enableServiceLinks", true);
            SetPriority(request, spec);
            CheckRuntime(request, spec);
        }

        Tolerate(spec, "node.kubernetes.io/not-ready");
        Tolerate(spec, "node.kubernetes.io/unreachable");
        return Task.CompletedTask;
    }

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct) => Task.CompletedTask;

    private void SetPriority(AdmissionRequest request, JsonObject spec)
    {
        var name = spec.Text("priorityClassName") ?? "";
        JsonObject? priority = null;
        if (name.Length == 0)
        {
            priority = cluster.Store.List("scheduling.k8s.io/priorityclasses").Select(item => item.Body)
                .Where(item => item.Flag("globalDefault")).MinBy(item => item.Number("value"));
            if (priority is not null)
                spec["priorityClassName"] = priority.Name();
        }
        else
        {
            priority = cluster.Store.Get("scheduling.k8s.io/priorityclasses", "", name)?.Body
                ?? throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), $"no PriorityClass with name {name} was found");
        }

        var value = priority?.Number("value") ?? 0;
        if (spec.Number("priority") is { } given && given != value)
            throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {value} from the given PriorityClass name");
        spec["priority"] = value;
        var policy = priority?.Text("preemptionPolicy") ?? "PreemptLowerPriority";
        if (spec.Text("preemptionPolicy") is { } wanted && wanted != policy)
            throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), $"the string value of PreemptionPolicy ({wanted}) must not be provided in pod spec; priority admission controller computed {policy} from the given PriorityClass name");
        spec["preemptionPolicy"] = policy;
    }

    private void CheckRuntime(AdmissionRequest request, JsonObject spec)
    {
        if (spec.Text("runtimeClassName") is not { Length: > 0 } name)
        {
            if (spec.Map("overhead") is { Count: > 0 })
                throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
            return;
        }

        if (cluster.Store.Get("node.k8s.io/runtimeclasses", "", name)?.Body is not { } runtime)
            throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), $"pod rejected: RuntimeClass \"{name}\" not found");
        if (runtime.Map("overhead", "podFixed") is { Count: > 0 } overhead)
            spec["overhead"] = overhead.Copy();
    }

    private static void Tolerate(JsonObject spec, string taint)
    {
        var tolerations = spec.EnsureList("tolerations");
        var covered = tolerations.OfType<JsonObject>().Any(item => (item.Text("key") is null or "" || item.Text("key") == taint) && item.Text("effect") is null or "" or "NoExecute");
        if (!covered)
        {
            tolerations.Add(new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300L });
        }
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Admission.Quotas;

/// <summary>Limit ranges: defaults for containers, smallest and largest amounts for containers, pods and claims.</summary>
internal sealed class LimitRanges(Cluster cluster) : IAdmissionPlugin
{
    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct)
    {
        if (!request.IsCreate || !request.Is("/pods") || request.Context.Subresource.Length > 0)
            return Task.CompletedTask;
        var notes = new List<string>();
        foreach (var item in Items(request, "Container"))
        {
            foreach (var (list, what) in new[] { ("containers", "container"), ("initContainers", "init container") })
            {
                foreach (var container in request.Body.Objects("spec", list))
                    Complete(container, item, what, notes);
            }
        }

        if (notes.Count > 0)
            request.Body.Ensure("metadata", "annotations")["kubernetes.io/limit-ranger"] = "LimitRanger plugin set: " + string.Join("; ", notes);
        return Task.CompletedTask;
    }

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct)
    {
        if (!request.IsCreate || request.Context.Subresource.Length > 0)
            return Task.CompletedTask;
        var problems = new List<string>();
        if (request.Is("/pods"))
        {
            foreach (var item in Items(request, "Container"))
            {
                foreach (var container in request.Body.Objects("spec", "initContainers").Concat(request.Body.Objects("spec", "containers")))
                    Check(problems, item, "Container", container.Map("resources", "requests"), container.Map("resources", "limits"));
            }

            foreach (var item in Items(request, "Pod"))
                Check(problems, item, "Pod", PodAmounts.Sum(request.Body, "requests"), PodAmounts.Sum(request.Body, "limits"));
        }
        else if (request.Is("/persistentvolumeclaims"))
        {
            foreach (var item in Items(request, "PersistentVolumeClaim"))
            {
                var wanted = request.Body.Map("spec", "resources", "requests");
                Check(problems, item, "PersistentVolumeClaim", wanted, null);
            }
        }

        if (problems.Count > 0)
            throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), problems.Count == 1 ? problems[0] : "[" + string.Join(", ", problems) + "]");
        return Task.CompletedTask;
    }

    private IEnumerable<JsonObject> Items(AdmissionRequest request, string type) => cluster.Store.List("/limitranges", request.Context.Namespace)
        .SelectMany(range => range.Body.Objects("spec", "limits")).Where(item => item.Text("type") == type);

    private static void Complete(JsonObject container, JsonObject item, string what, List<string> notes)
    {
        foreach (var (source, target, word) in new[] { ("defaultRequest", "requests", "request"), ("default", "limits", "limit") })
        {
            var set = new List<string>();
            foreach (var (name, amount) in (item.Map(source) ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (container.At("resources", target, name) is not null)
                    continue;
                container.Ensure("resources", target)[name] = amount?.DeepClone();
                set.Add(name);
            }

            if (set.Count > 0)
                notes.Add($"{string.Join(", ", set)} {word} for {what} {container.Text("name")}");
        }
    }

    private static void Check(List<string> problems, JsonObject item, string type, JsonObject? requests, JsonObject? limits)
    {
        foreach (var (name, amount) in (item.Map("min") ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var least = ResourceRules.Read(amount)!.Value;
            if (ResourceRules.Read(requests.At(name)) is not { } request)
                problems.Add($"minimum {name} usage per {type} is {least.Canonical}.  No request is specified");
            else if (request.Nano < least.Nano)
                problems.Add($"minimum {name} usage per {type} is {least.Canonical}, but request is {request.Canonical}");
            if (ResourceRules.Read(limits.At(name)) is { } limit && limit.Nano < least.Nano)
                problems.Add($"minimum {name} usage per {type} is {least.Canonical}, but limit is {limit.Canonical}");
        }

        foreach (var (name, amount) in (item.Map("max") ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var most = ResourceRules.Read(amount)!.Value;
            if (type != "PersistentVolumeClaim" && ResourceRules.Read(limits.At(name)) is not { })
                problems.Add($"maximum {name} usage per {type} is {most.Canonical}.  No limit is specified");
            else if (ResourceRules.Read(limits.At(name)) is { } limit && limit.Nano > most.Nano)
                problems.Add($"maximum {name} usage per {type} is {most.Canonical}, but limit is {limit.Canonical}");
            if (ResourceRules.Read(requests.At(name)) is { } request && request.Nano > most.Nano && ResourceRules.Read(limits.At(name)) is not { } same)
                problems.Add($"maximum {name} usage per {type} is {most.Canonical}, but request is {request.Canonical}");
        }
    }
}

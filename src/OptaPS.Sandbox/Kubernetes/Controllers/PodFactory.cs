using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Makes pods from templates.</summary>
internal static class PodFactory
{
    /// <summary>Creates a pod of an owner; a refusal becomes an event on the owner and null.</summary>
    public static async Task<JsonObject?> CreateAsync(Cluster cluster, JsonObject owner, JsonObject template, string component, string? name, Action<JsonObject>? adjust, CancellationToken ct)
    {
        var ns = owner.Namespace();
        var meta = new JsonObject();
        if (name is null)
            meta["generateName"] = owner.Name() + "-";
        else
            meta["name"] = name;
        foreach (var part in new[] { "labels", "annotations", "finalizers" })
        {
            if (template.At("metadata", part) is { } value)
                meta[part] = value.DeepClone();
        }

        meta["ownerReferences"] = new JsonArray(Owners.Reference(owner));
        var pod = new JsonObject { ["metadata"] = meta, ["spec"] = template["spec"]?.DeepClone() ?? new JsonObject() };
        adjust?.Invoke(pod);
        try
        {
            var context = new WriteContext(cluster.Kinds.Builtin("", "pods"), ns, name ?? "") { Internal = true };
            var made = await cluster.Objects.CreateAsync(context, pod, ct);
            await cluster.Events.RecordAsync(owner, "Normal", "SuccessfulCreate", component == "statefulset-controller"
                ? $"create Pod {made.Body.Name()} in StatefulSet {owner.Name()} successful" : $"Created pod: {made.Body.Name()}", component, ct);
            return made.Body;
        }
        catch (ApiException e) when (e.Code == 409)
        {
            return null;
        }
        catch (ApiException e)
        {
            await cluster.Events.RecordAsync(owner, "Warning", "FailedCreate", "Error creating: " + e.Message, component, ct);
            throw;
        }
    }

    public static async Task DeleteAsync(Cluster cluster, JsonObject owner, JsonObject pod, string component, CancellationToken ct)
    {
        try
        {
            await cluster.Deleter.DeleteAsync(cluster.Kinds.Builtin("", "pods"), pod.Namespace(), pod.Name(), DeleteRequest.Background, ct);
            await cluster.Events.RecordAsync(owner, "Normal", "SuccessfulDelete", component == "statefulset-controller"
                ? $"delete Pod {pod.Name()} in StatefulSet {owner.Name()} successful" : $"Deleted pod: {pod.Name()}", component, ct);
        }
        catch (ApiException e) when (e.Code == 404)
        {
            // Already gone.
        }
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Crds;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Pods;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Serves the kinds of custom resource definitions.</summary>
internal sealed class DefinitionController(Cluster cluster) : IController
{
    private const string Storage = "apiextensions.k8s.io/customresourcedefinitions";
    private const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == Storage)
            yield return change.Current.Key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(Storage, "", key.Name) is not { } stored)
        {
            var dot = key.Name.IndexOf('.', StringComparison.Ordinal);
            cluster.Kinds.Remove(key.Name[(dot + 1)..], key.Name[..dot]);
            return null;
        }

        var kind = cluster.Kinds.FindStorage(Storage)!;
        if (stored.Body.IsDeleting())
            return await CleanAsync(stored, kind, ct);
        var conflict = DefinitionNames.Conflict(cluster, stored.Body);
        if (conflict is null)
            DefinitionReader.Register(cluster, stored.Body);
        await cluster.Objects.UpdateAsync(new WriteContext(kind, "", key.Name) { Internal = true, Manager = "kube-apiserver", Subresource = "status" }, body =>
        {
            var status = body.Ensure("status");
            var names = body.At("spec", "names")!.DeepClone().AsObject();
            PodConditions.Set(cluster, body, "NamesAccepted", conflict is null, conflict?.Reason ?? "NoConflicts", conflict?.Message ?? "no conflicts found");
            if (conflict is null)
            {
                status["acceptedNames"] = names;
                PodConditions.Set(cluster, body, "Established", true, "InitialNamesAccepted", "the initial names have been accepted");
                return body;
            }

            var accepted = new JsonObject { ["plural"] = names.Text("plural"), ["kind"] = "" };
            foreach (var name in new[] { "singular", "listKind" })
            {
                if (conflict.Value.Free.Contains(name))
                    accepted[name] = names.Text(name);
            }

            status["acceptedNames"] = accepted;
            PodConditions.Set(cluster, body, "Established", false, "NotAccepted", "not all names are accepted");
            return body;
        }, ct);
        return null;
    }

    private async Task<TimeSpan?> CleanAsync(StoredObject stored, Schema.ResourceKind kind, CancellationToken ct)
    {
        await cluster.Objects.UpdateStatusAsync(kind, stored.Body, body => PodConditions.Set(cluster, body, "Terminating", true, "InstanceDeletionInProgress", "CustomResource deletion is in progress"), ct);
        var storage = stored.Body.Text("spec", "group") + "/" + stored.Body.Text("spec", "names", "plural");
        if (cluster.Kinds.FindStorage(storage) is { } custom)
        {
            foreach (var item in cluster.Store.List(storage))
            {
                try
                {
                    await cluster.Deleter.DeleteAsync(custom, item.Key.Namespace, item.Key.Name, DeleteRequest.Background, ct);
                }
                catch (ApiException e) when (e.Code == 404)
                {
                    // Gone already.
                }
            }
        }

        if (cluster.Store.List(storage).Count > 0)
            return TimeSpan.FromMilliseconds(200) * cluster.Clock.Scale;
        await cluster.Objects.UpdateAsync(new WriteContext(kind, "", stored.Key.Name) { Internal = true }, body =>
        {
            var list = body.Ensure("metadata").EnsureList("finalizers");
            foreach (var item in list.Where(item => item.Text() == Finalizer).ToList())
                list.Remove(item);
            return body;
        }, ct);
        return null;
    }
}

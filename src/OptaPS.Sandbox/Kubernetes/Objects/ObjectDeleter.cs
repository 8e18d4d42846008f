using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Deletes objects: preconditions, finalizers, propagation, grace periods of pods, protected namespaces.</summary>
internal sealed class ObjectDeleter(Cluster cluster)
{
    private const string DefinitionCleanup = "customresourcecleanup.apiextensions.k8s.io";
    private static readonly string[] Protected = ["default", "kube-system", "kube-public"];

    public Task<DeleteResult> DeleteAsync(ResourceKind kind, string ns, string name, DeleteRequest options, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        while (true)
        {
            var stored = cluster.Store.Get(kind.Storage, ns, name) ?? throw ApiErrors.NotFound(kind, name);
            if (kind.Storage == "/namespaces" && Protected.Contains(name))
                throw ApiErrors.Forbidden(kind, name, "this namespace may not be deleted");
            Check(kind, stored, options);
            try
            {
                return Task.FromResult(Once(kind, stored, options));
            }
            catch (WriteConflictException)
            {
                // Read it again.
            }
        }
    }

    private static void Check(ResourceKind kind, StoredObject stored, DeleteRequest options)
    {
        if (options.Uid is { } uid && uid != stored.Body.Uid())
            throw Differs(kind, stored, $"the UID in the precondition ({uid}) does not match the UID in record ({stored.Body.Uid()}). The object might have been deleted and then recreated");
        if (options.ResourceVersion is { } version && version != stored.Body.Text("metadata", "resourceVersion"))
            throw Differs(kind, stored, $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({stored.Body.Text("metadata", "resourceVersion")}). The object might have been modified");
    }

    /// <summary>Failed preconditions of a deletion name the kind, not the resource.</summary>
    private static ApiException Differs(ResourceKind kind, StoredObject stored, string why)
    {
        var name = kind.Group.Length == 0 ? kind.Kind : kind.Kind + "." + kind.Group;
        var details = ApiErrors.Details(kind, stored.Key.Name);
        details["kind"] = kind.Kind;
        return new ApiException(409, "Conflict", $"Operation cannot be fulfilled on {name} \"{stored.Key.Name}\": {why}", details);
    }

    private DeleteResult Once(ResourceKind kind, StoredObject stored, DeleteRequest options)
    {
        var body = stored.Body.Copy();
        var meta = body.Ensure("metadata");
        var finalizers = meta.Texts("finalizers").ToList();
        var before = finalizers.ToList();
        var policy = options.Propagation ?? Default(kind, finalizers);
        finalizers.Remove("orphan");
        finalizers.Remove("foregroundDeletion");
        if (policy == "Orphan")
            finalizers.Add("orphan");
        else if (policy == "Foreground")
            finalizers.Add("foregroundDeletion");
        else if (policy == "Keep")
            finalizers = before;
        if (kind.Storage == "apiextensions.k8s.io/customresourcedefinitions" && !finalizers.Contains(DefinitionCleanup))
            finalizers.Insert(0, DefinitionCleanup);
        var grace = Grace(kind, body, options);
        var already = body.IsDeleting();
        var waits = finalizers.Count > 0 || grace > 0 || (kind.Storage == "/namespaces" && body.List("spec", "finalizers") is { Count: > 0 });
        if (!waits)
        {
            if (kind.Storage == "/pods" || (kind.Storage == "/namespaces" && already is false))
                Mark(kind, body, already, grace);
            if (!options.DryRun)
                meta["resourceVersion"] = cluster.Store.Remove(stored).Body.Text("metadata", "resourceVersion");
            return new DeleteResult(body, true, !options.DryRun);
        }

        if (already && finalizers.SequenceEqual(before) && grace >= (body.Number("metadata", "deletionGracePeriodSeconds") ?? 0))
            return new DeleteResult(body, false, false);
        meta["finalizers"] = finalizers.Count > 0 ? JsonWrite.ToArray(finalizers) : null;
        if (finalizers.Count == 0)
            meta.Remove("finalizers");
        Mark(kind, body, already, grace);
        if (kind.Storage == "apiextensions.k8s.io/customresourcedefinitions" && !already)
            Pods.PodConditions.Set(cluster, body, "Terminating", true, "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
        if (options.DryRun)
            return new DeleteResult(body, false, false);
        var saved = cluster.Store.Put(stored.Resource, stored.Key, body, stored);
        return new DeleteResult(saved.Body, false, true);
    }

    /// <summary>The signs of a deletion in an object.</summary>
    private void Mark(ResourceKind kind, JsonObject body, bool already, long grace)
    {
        var meta = body.Ensure("metadata");
        if (!already)
        {
            meta["deletionTimestamp"] = cluster.Clock.Now.AddSeconds(grace).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            if (KindRules.TracksGeneration(kind) && kind.Group != "apiextensions.k8s.io" && meta.Number("generation") is { } generation)
                meta["generation"] = generation + 1;
        }

        if (kind.Storage is not ("/namespaces" or "apiextensions.k8s.io/customresourcedefinitions"))
            meta["deletionGracePeriodSeconds"] = grace;
        if (kind.Storage == "/namespaces")
            body.Ensure("status")["phase"] = "Terminating";
    }

    private static string Default(ResourceKind kind, List<string> finalizers)
    {
        if (finalizers.Contains("orphan") || finalizers.Contains("foregroundDeletion"))
            return "Keep";
        return kind.Storage is "/replicationcontrollers" or "batch/jobs" ? "Orphan" : "Background";
    }

    private static long Grace(ResourceKind kind, JsonObject body, DeleteRequest options)
    {
        if (kind.Storage != "/pods")
            return 0;
        if (body.Text("spec", "nodeName") is null or "" || body.Text("status", "phase") is "Succeeded" or "Failed")
            return 0;
        return Math.Max(0, options.GraceSeconds ?? body.Number("metadata", "deletionGracePeriodSeconds") ?? body.Number("spec", "terminationGracePeriodSeconds") ?? 30);
    }
}

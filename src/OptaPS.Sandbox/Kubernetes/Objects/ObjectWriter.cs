using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Admission;
using OptaPS.Sandbox.Kubernetes.Apply;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Storage;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>
/// The write path of every object: defaults, admission, preparation by kind, validation, field ownership, storage. Bodies come in and
/// go out in the version of the context's kind; storage keeps one version.
/// </summary>
internal sealed class ObjectWriter(Cluster cluster)
{
    private readonly AdmissionChain admission = new(cluster);

    public async Task<WriteResult> CreateAsync(WriteContext context, JsonObject body, CancellationToken ct)
    {
        var kind = context.Kind;
        Defaulter.Apply(body, kind, cluster);
        Stamp(body, kind);
        var meta = body.Ensure("metadata");
        if (kind.Namespaced)
            meta["namespace"] = context.Namespace;
        else
            meta.Remove("namespace");
        foreach (var field in new[] { "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion" })
            meta.Remove(field);
        var generated = meta.Text("name") is null or "";
        if (meta.Text("name") is null or "" && meta.Text("generateName") is { Length: > 0 } prefix)
            meta["name"] = NameGenerator.Next(prefix);
        meta["uid"] = Guid.NewGuid().ToString();
        meta["creationTimestamp"] = cluster.Timestamp;
        var name = meta.Text("name") ?? "";
        var stored = VersionConverter.ToStorage(cluster, kind, body);
        var storageKind = cluster.Kinds.FindStorage(kind.Storage) ?? kind;
        await admission.AdmitAsync(new AdmissionRequest(context, "CREATE", stored, null), ct);
        KindRules.PrepareCreate(cluster, storageKind, stored);
        var key = new ObjectKey(context.Namespace, name);
        // A name that is taken is reported only after the object was found valid, as the real server does.
        var errors = ObjectValidator.ForCreate(cluster, storageKind, stored, context);
        if (errors.Count > 0)
            throw ApiErrors.Invalid(kind.Group == "events.k8s.io" ? storageKind : kind, generated && errors.Any(error => error.Field == "metadata.generateName") ? "" : name, errors);
        Warn(context, storageKind, stored, null);
        await admission.ValidateAsync(new AdmissionRequest(context, "CREATE", stored, null), ct);
        if (cluster.Store.Get(kind.Storage, key.Namespace, key.Name) is { } taken)
            throw ApiErrors.AlreadyExists(kind, name, taken.Body.IsDeleting());
        if (!context.FieldsManaged)
            FieldTracker.TrackUpdate(cluster, kind, null, stored, context.Manager, context.Subresource);
        KindRules.Allocate(cluster, storageKind, stored, null, context.DryRun);
        if (context.DryRun)
            return new WriteResult(VersionConverter.FromStorage(cluster, kind, stored), true, false);
        try
        {
            MemberOrder.Apply(storageKind, stored);
            var saved = cluster.Store.Put(kind.Storage, key, stored, null);
            return new WriteResult(VersionConverter.FromStorage(cluster, kind, saved.Body), true, true);
        }
        catch (WriteConflictException)
        {
            throw ApiErrors.AlreadyExists(kind, name);
        }
    }

    /// <summary>
    /// Replaces an object. <paramref name="change"/> gets the current object in the context's version and returns the next one;
    /// it is called again when another writer was faster, unless the body carries a resourceVersion.
    /// </summary>
    public async Task<WriteResult> UpdateAsync(WriteContext context, Func<JsonObject, JsonObject> change, CancellationToken ct)
    {
        var kind = context.Kind;
        for (var attempt = 0; ; attempt++)
        {
            var current = cluster.Store.Get(kind.Storage, context.Namespace, context.Name) ?? throw ApiErrors.NotFound(kind, context.Name);
            var old = VersionConverter.FromStorage(cluster, kind, current.Body.Copy());
            var body = change(old.Copy());
            try
            {
                return await UpdateOnceAsync(context, current, old, body, ct);
            }
            catch (WriteConflictException) when (attempt < 50)
            {
                if (body.Text("metadata", "resourceVersion") is { Length: > 0 } version && context is { Internal: false } && version != old.Text("metadata", "resourceVersion"))
                    throw ApiErrors.ModifiedConflict(kind, context.Name);
            }
            catch (WriteConflictException)
            {
                throw ApiErrors.ModifiedConflict(kind, context.Name);
            }
        }
    }

    public Task<WriteResult> UpdateStatusAsync(ResourceKind kind, JsonObject target, Action<JsonObject> change, CancellationToken ct) =>
        UpdateAsync(new WriteContext(kind, target.Namespace(), target.Name()) { Internal = true, Subresource = "status" }, body =>
        {
            change(body);
            return body;
        }, ct);

    private async Task<WriteResult> UpdateOnceAsync(WriteContext context, StoredObject current, JsonObject old, JsonObject body, CancellationToken ct)
    {
        var kind = context.Kind;
        Stamp(body, kind);
        CheckIdentity(context, old, body);
        Defaulter.Apply(body, kind, cluster);
        var stored = VersionConverter.ToStorage(cluster, kind, body);
        var before = current.Body;
        var storageKind = cluster.Kinds.FindStorage(kind.Storage) ?? kind;
        KindRules.PrepareUpdate(cluster, storageKind, stored, before, context);
        await admission.AdmitAsync(new AdmissionRequest(context, "UPDATE", stored, before), ct);
        var errors = ObjectValidator.ForUpdate(cluster, storageKind, stored, before, context);
        if (errors.Count > 0)
            throw ApiErrors.Invalid(kind, context.Name, errors);
        Warn(context, storageKind, stored, before);
        await admission.ValidateAsync(new AdmissionRequest(context, "UPDATE", stored, before), ct);
        if (!context.FieldsManaged)
            FieldTracker.TrackUpdate(cluster, kind, before, stored, context.Manager, context.Subresource);
        KindRules.Allocate(cluster, storageKind, stored, before, context.DryRun);
        stored.Ensure("metadata")["resourceVersion"] = before.Text("metadata", "resourceVersion");
        if (FieldTracker.SameExceptTimes(before, stored))
            return new WriteResult(VersionConverter.FromStorage(cluster, kind, before.Copy()), false, false);
        if (context.DryRun)
            return new WriteResult(VersionConverter.FromStorage(cluster, kind, stored), false, false);
        if (stored.IsDeleting() && (stored.List("metadata", "finalizers")?.Count ?? 0) == 0 && !KindRules.KeepsWithoutFinalizers(storageKind, stored))
        {
            cluster.Store.Remove(current);
            return new WriteResult(VersionConverter.FromStorage(cluster, kind, stored), false, true);
        }

        MemberOrder.Apply(storageKind, stored);
        var saved = cluster.Store.Put(kind.Storage, current.Key, stored, current);
        return new WriteResult(VersionConverter.FromStorage(cluster, kind, saved.Body), false, true);
    }

    private static void Warn(WriteContext context, ResourceKind kind, JsonObject body, JsonObject? old)
    {
        if (context.Internal || context.Subresource.Length > 0)
            return;
        foreach (var warning in ObjectWarnings.For(kind, body, old))
            context.Warnings.Add(warning);
    }

    private static void CheckIdentity(WriteContext context, JsonObject old, JsonObject body)
    {
        var kind = context.Kind;
        var meta = body.Ensure("metadata");
        var version = meta.Text("resourceVersion") ?? "";
        var present = old.Text("metadata", "resourceVersion");
        if (version.Length > 0 && version != "0" && version != present)
            throw ApiErrors.ModifiedConflict(kind, context.Name);
        if (context.Replaces && meta.Text("uid") is { Length: > 0 } uid && uid != old.Uid())
            throw ApiErrors.Conflict(kind, context.Name, $"StorageError: invalid object, Code: 4, Key: /registry/{kind.Plural}/{context.Namespace}/{context.Name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {old.Uid()}");
        if (meta.Text("uid") is null or "")
            meta["uid"] = old.Uid();
        meta["creationTimestamp"] = old.Text("metadata", "creationTimestamp");
        if (kind.Namespaced)
            meta["namespace"] = context.Namespace;
        foreach (var field in new[] { "deletionTimestamp", "deletionGracePeriodSeconds" })
        {
            if (meta[field] is null && old.At("metadata", field) is { } value)
                meta[field] = value.DeepClone();
        }

        if (meta.Text("generateName") is null && old.Text("metadata", "generateName") is { } prefix && context.Subresource.Length > 0)
            meta["generateName"] = prefix;
    }

    private static void Stamp(JsonObject body, ResourceKind kind)
    {
        body["kind"] = kind.Kind;
        body["apiVersion"] = kind.GroupVersion;
    }
}

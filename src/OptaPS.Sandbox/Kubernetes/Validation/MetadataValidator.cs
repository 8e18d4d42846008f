using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Checks names, labels, annotations, owners and finalizers.</summary>
internal static class MetadataValidator
{
    private static readonly HashSet<string> StandardFinalizers = new(StringComparer.Ordinal) { "kubernetes", "orphan", "foregroundDeletion", "customresourcecleanup.apiextensions.k8s.io" };

    private const int AnnotationLimit = 256 * 1024;

    public static IEnumerable<FieldError> Validate(ResourceKind kind, JsonObject body)
    {
        var meta = body.Ensure("metadata");
        var prefix = meta.Text("generateName") ?? "";
        var name = meta.Text("name") ?? "";
        if (prefix.Length > 0)
        {
            foreach (var message in NameMessages(kind, prefix.TrimEnd('-') is { Length: > 0 } cut ? cut : prefix, prefix: true))
                yield return FieldError.Invalid("metadata.generateName", prefix, message);
        }

        if (name.Length == 0 && kind.Storage == "/limitranges")
        {
            // The real server does not look at the name of this kind.
        }
        else if (name.Length == 0)
        {
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        }
        else
        {
            foreach (var message in NameMessages(kind, name, prefix: false))
                yield return FieldError.Invalid("metadata.name", name, message);
        }

        if (meta.Number("generation") is { } generation and < 0)
            yield return FieldError.Invalid("metadata.generation", generation, "must be greater than or equal to 0");
        foreach (var error in Marks(meta))
            yield return error;
        foreach (var error in Finalizers(meta))
            yield return error;
        foreach (var error in StandardNames(meta))
            yield return error;
    }

    /// <summary>The checks of an update, each as often as the real server makes them.</summary>
    public static IEnumerable<FieldError> ValidateUpdate(ResourceKind kind, JsonObject body, JsonObject old)
    {
        var meta = body.Ensure("metadata");
        var repeats = kind.Custom is not null ? new MetadataRepeats(1, 1, 0, 1) : MetadataRepeats.Of(kind.Storage);
        var marks = Marks(meta).ToList();
        var syntax = Finalizers(meta).ToList();
        var standard = kind.Custom is not null ? [] : StandardNames(meta).ToList();
        var identity = Identity(body, old).ToList();
        for (var i = 0; i < Math.Max(repeats.Labels, Math.Max(repeats.Syntax, repeats.Identity)); i++)
        {
            if (i < repeats.Identity)
            {
                foreach (var error in identity)
                    yield return error;
            }

            if (i < repeats.Labels)
            {
                foreach (var error in marks)
                    yield return error;
            }

            if (i < repeats.Syntax)
            {
                foreach (var error in syntax)
                    yield return error;
            }

            if (i < repeats.Standard)
            {
                foreach (var error in standard)
                    yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Marks(JsonObject meta)
    {
        foreach (var (key, _) in meta.Pairs("annotations"))
        {
            foreach (var message in NameRules.Qualified(key.ToLowerInvariant()))
                yield return FieldError.Invalid("metadata.annotations", key, message);
        }

        if (meta.Pairs("annotations").Sum(pair => (long)System.Text.Encoding.UTF8.GetByteCount(pair.Key) + System.Text.Encoding.UTF8.GetByteCount(pair.Value)) > AnnotationLimit)
            yield return FieldError.TooLong("metadata.annotations", AnnotationLimit);
        foreach (var error in Labels(meta["labels"], "metadata.labels"))
            yield return error;
        var owners = meta.Objects("ownerReferences").ToList();
        foreach (var owner in owners)
        {
            foreach (var (field, message) in new[] { ("apiVersion", "version must not be empty"), ("kind", "must not be empty"), ("name", "must not be empty"), ("uid", "must not be empty") })
            {
                if (owner.Text(field) is null or "")
                    yield return FieldError.Invalid("metadata.ownerReferences." + field, owner.Text(field) ?? "", message);
            }
        }

        foreach (var owner in owners)
        {
            var version = owner.Text("apiVersion") ?? "";
            if (version.Count(c => c == '/') > 1)
                yield return FieldError.Invalid("metadata.ownerReferences.apiVersion", version, "version must not be empty");
            if (version is "v1" or "events.k8s.io/v1" && owner.Text("kind") == "Event")
                yield return FieldError.Invalid("metadata.ownerReferences", owner, $"{(version == "v1" ? "/v1" : version)}, Kind=Event is disallowed from being an owner");
        }

        if (owners.Count(owner => owner.Flag("controller")) > 1)
        {
            var controllers = owners.Where(owner => owner.Flag("controller")).Select(owner => owner.Text("kind") + " " + owner.Text("name")).ToList();
            yield return FieldError.Invalid("metadata.ownerReferences", meta["ownerReferences"],
                $"Only one reference can have Controller set to true. Found \"true\" in references for {owners.First(o => o.Flag("controller")).Text("kind")}/{owners.First(o => o.Flag("controller")).Text("name")} and {owners.Where(o => o.Flag("controller")).ElementAt(1).Text("kind")}/{owners.Where(o => o.Flag("controller")).ElementAt(1).Text("name")}");
        }

    }

    private static IEnumerable<FieldError> Finalizers(JsonObject meta)
    {
        foreach (var finalizer in meta.Texts("finalizers"))
        {
            foreach (var message in NameRules.Qualified(finalizer))
                yield return FieldError.Invalid("metadata.finalizers", finalizer, message);
        }
    }

    private static IEnumerable<FieldError> StandardNames(JsonObject meta)
    {
        var at = 0;
        foreach (var finalizer in meta.Texts("finalizers"))
        {
            if (!finalizer.Contains('/', StringComparison.Ordinal) && !StandardFinalizers.Contains(finalizer))
                yield return FieldError.Invalid($"metadata.finalizers[{at}]", finalizer, "name is neither a standard finalizer name nor is it fully qualified");
            at++;
        }
    }

    private static IEnumerable<FieldError> Identity(JsonObject body, JsonObject old)
    {
        if (body.Name() != old.Name())
            yield return FieldError.Invalid("metadata.name", body.Name(), "field is immutable");
        foreach (var field in new[] { "uid", "deletionTimestamp", "deletionGracePeriodSeconds" })
        {
            if (!JsonWrite.Same(body.At("metadata", field), old.At("metadata", field)))
                yield return FieldError.Invalid("metadata." + field, body.At("metadata", field), "field is immutable");
        }

        if (old.IsDeleting() && body.Texts("metadata", "finalizers").Except(old.Texts("metadata", "finalizers")).ToList() is { Count: > 0 } added)
        {
            var set = old.Texts("metadata", "finalizers").ToList();
            yield return FieldError.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(item => $"\"{item}\""))}}}");
        }
    }

    public static IEnumerable<FieldError> Labels(JsonNode? labels, string field)
    {
        foreach (var (key, value) in labels.Pairs())
        {
            foreach (var message in NameRules.Qualified(key))
                yield return FieldError.Invalid(field, key, message);
            foreach (var message in NameRules.LabelValue(value))
                yield return FieldError.Invalid(field, value, message);
        }
    }

    private static IEnumerable<string> NameMessages(ResourceKind kind, string name, bool prefix)
    {
        switch (kind.Storage)
        {
            case "/services" or "/namespaces" or "apps/statefulsets":
                return NameRules.Label(name);
            case "/replicationcontrollers":
                return NameRules.Subdomain(name).Select(message => message == NameRules.TooLong ? "must be no more than 253 bytes" : message);
            case "batch/cronjobs":
                return NameRules.Subdomain(name).Concat(!prefix && name.Length > 52 ? ["must be no more than 52 characters"] : []);
            case "rbac.authorization.k8s.io/roles" or "rbac.authorization.k8s.io/rolebindings" or "rbac.authorization.k8s.io/clusterroles" or "rbac.authorization.k8s.io/clusterrolebindings"
                or "policy/poddisruptionbudgets" or "/events" or "certificates.k8s.io/certificatesigningrequests" or "apiregistration.k8s.io/apiservices":
                return NameRules.PathSegment(name);
            default:
                return NameRules.Subdomain(name);
        }
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Preparation of objects: what status and spec writes may touch, generations, and the special rules of some kinds.</summary>
internal static class KindRules
{
    private static readonly IReadOnlyDictionary<string, IKindRules> Special = new IKindRules[]
    {
        new PodRules(), new ServiceRules(), new JobRules(), new NamespaceRules(), new DefinitionRules(), new ClaimRules(), new WorkloadRules(), new IngressRules()
    }.SelectMany(rules => rules.Storages.Select(storage => (storage, rules))).ToDictionary(pair => pair.storage, pair => pair.rules, StringComparer.Ordinal);

    private static readonly HashSet<string> Generations = new(StringComparer.Ordinal)
    {
        "apps/deployments", "apps/replicasets", "apps/statefulsets", "apps/daemonsets", "batch/jobs", "batch/cronjobs", "discovery.k8s.io/endpointslices",
        "networking.k8s.io/ingresses", "networking.k8s.io/ingressclasses", "networking.k8s.io/networkpolicies", "policy/poddisruptionbudgets",
        "scheduling.k8s.io/priorityclasses", "/pods", "/podtemplates", "/replicationcontrollers", "apiextensions.k8s.io/customresourcedefinitions",
        "admissionregistration.k8s.io/mutatingwebhookconfigurations", "admissionregistration.k8s.io/validatingwebhookconfigurations",
        "admissionregistration.k8s.io/validatingadmissionpolicies", "admissionregistration.k8s.io/validatingadmissionpolicybindings",
        "admissionregistration.k8s.io/mutatingadmissionpolicies", "admissionregistration.k8s.io/mutatingadmissionpolicybindings",
        "flowcontrol.apiserver.k8s.io/flowschemas", "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations", "resource.k8s.io/resourceclaims"
    };

    /// <summary>Kinds without a spec whose whole content counts for the generation.</summary>
    private static readonly string[] NotContent = ["apiVersion", "kind", "metadata", "status"];

    public static bool HasStatus(ResourceKind kind) => kind.Subresources.ContainsKey("status") && (kind.Custom is null || kind.Custom.HasStatus);

    public static bool TracksGeneration(ResourceKind kind) => kind.Custom is not null || Generations.Contains(kind.Storage);

    public static void PrepareCreate(Cluster cluster, ResourceKind kind, JsonObject body)
    {
        if (HasStatus(kind))
        {
            if (kind.Custom is not null)
                body.Remove("status");
            else if (kind.Schema?.Properties.GetValueOrDefault("status") is { TypeName.Length: > 0 })
                ResetStatus(kind, body);
        }

        if (TracksGeneration(kind))
            body.Ensure("metadata")["generation"] = 1L;
        if (kind.Custom is null && Special.TryGetValue(kind.Storage, out var rules))
            rules.PrepareCreate(cluster, body);
    }

    public static void PrepareUpdate(Cluster cluster, ResourceKind kind, JsonObject body, JsonObject old, WriteContext context)
    {
        if (context.Subresource == "status")
            KeepAllButStatus(kind, body, old);
        else if (context.Subresource is "" or "scale" && HasStatus(kind) && !context.Internal)
            Keep(body, old, "status");
        if (kind.Custom is null && Special.TryGetValue(kind.Storage, out var rules))
            rules.PrepareUpdate(cluster, body, old, context);
        if (!TracksGeneration(kind))
        {
            Keep(body.Ensure("metadata"), old.Map("metadata")!, "generation");
            return;
        }

        var meta = body.Ensure("metadata");
        var generation = old.Number("metadata", "generation") ?? 0;
        var changed = context.Subresource is not ("status" or "binding") && ContentChanged(kind, body, old);
        if (kind.Storage == "apps/deployments" && context is { Internal: false, Subresource: "" } && !JsonWrite.Same(body.At("metadata", "annotations"), old.At("metadata", "annotations")))
            changed = true;
        if (body.IsDeleting() != old.IsDeleting())
            changed = true;
        if (changed)
            generation++;
        if (generation > 0)
            meta["generation"] = generation;
        else
            meta.Remove("generation");
    }

    public static void Allocate(Cluster cluster, ResourceKind kind, JsonObject body, JsonObject? old, bool dryRun)
    {
        if (kind.Custom is null && Special.TryGetValue(kind.Storage, out var rules))
            rules.Allocate(cluster, body, old, dryRun);
    }

    /// <summary>A namespace also needs spec.finalizers to be empty before it goes.</summary>
    public static bool KeepsWithoutFinalizers(ResourceKind kind, JsonObject body) =>
        (kind.Storage == "/namespaces" && body.List("spec", "finalizers") is { Count: > 0 })
        || (kind.Storage == "/pods" && body.Number("metadata", "deletionGracePeriodSeconds") is > 0);

    public static void Keep(JsonObject body, JsonObject old, string member)
    {
        if (old.TryGetPropertyValue(member, out var value))
            body[member] = value?.DeepClone();
        else
            body.Remove(member);
    }

    private static void ResetStatus(ResourceKind kind, JsonObject body)
    {
        body.Remove("status");
        if (DataFiles.Defaults.Map(kind.Schema!.TypeName, "status") is { } status)
            body["status"] = status.DeepClone();
    }

    private static void KeepAllButStatus(ResourceKind kind, JsonObject body, JsonObject old)
    {
        foreach (var (name, _) in body.ToList())
        {
            if (name is not ("status" or "metadata" or "kind" or "apiVersion"))
                Keep(body, old, name);
        }

        foreach (var (name, _) in old)
        {
            if (name is not ("status" or "metadata") && !body.ContainsKey(name))
                Keep(body, old, name);
        }

        var managed = body.At("metadata", "managedFields")?.DeepClone();
        if (kind.Custom is not null)
        {
            body["metadata"] = old["metadata"]!.DeepClone();
            if (managed is not null)
                body.Ensure("metadata")["managedFields"] = managed;
            return;
        }

        if (kind.Storage is "apps/deployments" or "apps/replicasets" or "/services" or "/nodes")
            return;
        foreach (var name in new[] { "labels", "ownerReferences" })
        {
            if (kind.Storage == "/pods" && name == "labels")
                continue;
            Keep(body.Ensure("metadata"), old.Map("metadata")!, name);
        }
    }

    private static bool ContentChanged(ResourceKind kind, JsonObject body, JsonObject old)
    {
        if (kind.Custom is null && body.ContainsKey("spec"))
        {
            return !JsonWrite.Same(body["spec"], old["spec"]);
        }

        var hasStatus = HasStatus(kind);
        return body.Select(pair => pair.Key).Union(old.Select(pair => pair.Key))
            .Where(name => !NotContent.Contains(name) || (name == "status" && !hasStatus))
            .Any(name => !JsonWrite.Same(body[name], old[name]));
    }
}

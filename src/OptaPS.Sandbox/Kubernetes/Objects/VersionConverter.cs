using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Converts between a served version and the stored one, for the kinds that have several.</summary>
internal static class VersionConverter
{
    public static JsonObject ToStorage(Cluster cluster, ResourceKind kind, JsonObject body)
    {
        if (kind.Group == "autoscaling" && kind.Version == "v1")
            return AutoscalerVersions.ToV2(body);
        if (kind.Group == "events.k8s.io")
            return EventVersions.ToCore(body);
        if (kind.Custom is { IsStorage: false } && cluster.Kinds.FindStorage(kind.Storage) is { } storage)
        {
            body["apiVersion"] = storage.GroupVersion;
            if (storage.Custom?.Schema is { } kept)
                Crds.CustomPruner.Prune(body, kept);
        }

        return body;
    }

    /// <summary>Defaults that came into the schema later show up when an older object is read.</summary>
    private static JsonObject Completed(JsonObject body, SchemaNode schema)
    {
        var copy = body.Copy();
        Crds.CustomDefaulter.Apply(copy, schema);
        return copy;
    }

    public static JsonObject FromStorage(Cluster cluster, ResourceKind kind, JsonObject body)
    {
        if (body.Text("apiVersion") == kind.GroupVersion)
            return kind.Custom is { HasDefaults: true, Schema: { } current } ? Completed(body, current) : body;
        if (kind.Group == "autoscaling" && kind.Version == "v1")
            return AutoscalerVersions.ToV1(body.Copy());
        if (kind.Group == "events.k8s.io")
            return EventVersions.ToEvents(body.Copy());
        var copy = body.Copy();
        copy["apiVersion"] = kind.GroupVersion;
        if (kind.Custom?.Schema is { } schema)
        {
            Crds.CustomPruner.Prune(copy, schema);
            Crds.CustomDefaulter.Apply(copy, schema);
        }

        return copy;
    }
}

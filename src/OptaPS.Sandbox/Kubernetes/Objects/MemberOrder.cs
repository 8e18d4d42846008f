using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>
/// The order of members in what the server writes: identity first in built-in kinds, by name in custom ones. Programs that compare or show
/// the text as it is see what a real server sends.
/// </summary>
internal static class MemberOrder
{
    private static readonly string[] First = ["kind", "apiVersion", "metadata"];

    private static readonly string[] Metadata =
    [
        "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
        "labels", "annotations", "ownerReferences", "finalizers", "managedFields"
    ];

    private static readonly string[] Owner = ["manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1", "subresource"];

    public static void Apply(ResourceKind kind, JsonObject body)
    {
        if (body.Map("metadata") is { } metadata)
        {
            // The store sets the version; its place is kept for it.
            if (!metadata.ContainsKey("resourceVersion"))
                metadata["resourceVersion"] = "";
            if (kind.Custom is null)
                Sort(metadata, Metadata);
            else
                ByName(metadata);
            foreach (var entry in metadata.Objects("managedFields"))
            {
                if (kind.Custom is null)
                    Sort(entry, Owner);
                else
                    ByName(entry);
            }
        }

        if (kind.Custom is null)
            Sort(body, First);
        else
            ByName(body);
    }

    private static void Sort(JsonObject map, string[] order)
    {
        var members = map.ToList();
        map.Clear();
        foreach (var (name, value) in members.OrderBy(pair => Array.IndexOf(order, pair.Key) is >= 0 and var place ? place : order.Length))
            map[name] = value;
    }

    private static void ByName(JsonObject map)
    {
        var members = map.ToList();
        map.Clear();
        foreach (var (name, value) in members.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            map[name] = value;
    }
}

using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Objects;

/// <summary>Finds the kind whose path a posted document goes to.</summary>
internal static class SubresourceKind
{
    // What is posted to a subresource has a kind of its own (Eviction, Binding, TokenRequest); it belongs to a kind of the core group.
    public static GroupVersionKind GetKindFor(this JsonObject document, WriteOptions options) => options.Subresource switch
    {
        "eviction" or "binding" => new("", "v1", "Pod"),
        "token" => new("", "v1", "ServiceAccount"),
        _ => document.GetKind(),
    };
}

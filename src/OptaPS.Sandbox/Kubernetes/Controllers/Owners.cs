using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Owner references.</summary>
internal static class Owners
{
    public static JsonObject Reference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true
    };

    public static JsonObject? Controller(JsonObject body) => body.Objects("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller"));

    public static bool IsControlledBy(JsonObject body, JsonObject owner) => Controller(body).Text("uid") == owner.Uid();

    /// <summary>The key of the controlling owner when it is of a kind.</summary>
    public static ObjectKey? ControllerKey(JsonObject body, string kind) =>
        Controller(body) is { } owner && owner.Text("kind") == kind ? new ObjectKey(body.Namespace(), owner.Text("name") ?? "") : null;

    public static IEnumerable<StoredObject> Controlled(Cluster cluster, string storage, JsonObject owner) =>
        cluster.Store.List(storage, owner.Namespace()).Where(item => IsControlledBy(item.Body, owner));
}

using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Turns committed changes into the events of one watcher: objects that enter or leave its selection look added or deleted.</summary>
internal sealed class WatchStream(Cluster cluster, ApiRequest request, ResponseForm form, Func<StoredObject, bool> selects, Func<ApiRequest, string, byte[], Task> send)
{
    private readonly ObjectForm output = new(cluster, request, form);
    private bool first = true;

    public Task InitialAsync(StoredObject item) => selects(item) ? EmitAsync("ADDED", item) : Task.CompletedTask;

    public Task ChangeAsync(StoreEvent change)
    {
        var now = change.Type != StoreEventType.Deleted && selects(change.Current);
        var before = change.Previous is { } previous && selects(previous);
        return (before, now) switch
        {
            (false, true) => EmitAsync("ADDED", change.Current),
            (true, true) => EmitAsync("MODIFIED", change.Current),
            (true, false) => EmitAsync("DELETED", change.Type == StoreEventType.Deleted ? change.Current : Last(change)),
            _ => Task.CompletedTask
        };
    }

    public Task BookmarkAsync(long at, bool initialEnd)
    {
        var meta = new JsonObject { ["resourceVersion"] = at.ToString(CultureInfo.InvariantCulture) };
        if (form.Transform == "PartialObjectMetadataList")
            return Task.CompletedTask;
        if (initialEnd)
            meta["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var body = new JsonObject { ["kind"] = request.Kind.Kind, ["apiVersion"] = request.Kind.GroupVersion, ["metadata"] = meta };
        if (initialEnd && form.Transform == "Table")
        {
            var row = output.Event(body, first);
            first = false;
            return send(request, "BOOKMARK", JsonText.ToBytes(row));
        }

        return send(request, "BOOKMARK", JsonText.ToBytes(EmptyShape.Complete(request.Kind, form, body)));
    }

    private Task EmitAsync(string type, StoredObject item)
    {
        // A single object cannot be written as a list, and the real server then sends nothing.
        if (form.Transform == "PartialObjectMetadataList")
            return Task.CompletedTask;
        if (output.Plain(item) is { } plain)
            return send(request, type, plain);
        var body = output.Event(output.Convert(item), first);
        first = false;
        return send(request, type, JsonText.ToBytes(body));
    }

    /// <summary>An object that left the selection is shown as it was, with the version of the change.</summary>
    private static StoredObject Last(StoreEvent change)
    {
        var body = change.Previous!.Body.DeepClone().AsObject();
        body["metadata"]!["resourceVersion"] = change.Version.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(change.Current.Resource, change.Current.Key, change.Version, body);
    }
}

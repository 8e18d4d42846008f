using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>A small API server for the kinds of <see cref="Discovery"/>: store, server-side apply by merging, ownership of fields, deletion.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly Lock gate = new();
    private int version;

    public FakeCluster() => Server = new(Handle);

    public TestServer Server { get; }

    public ConcurrentDictionary<string, JsonObject> Objects { get; } = new();

    /// <summary>Changes an object after a write, as a controller would.</summary>
    public Action<JsonObject> Controller { get; set; } = _ => { };

    /// <summary>Answers before anything else does.</summary>
    public Func<TestRequest, TestReply?> Intercept { get; set; } = _ => null;

    public string Log { get; set; } = "";

    public IEnumerable<TestRequest> Mutations => Server.Requests.Where(request => request.Mutates);

    public JsonObject Connection => new() { ["endpoint"] = Server.Address.ToString(), ["credential"] = new JsonObject { ["kind"] = "test" } };

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public void Put(string path, JsonObject document)
    {
        lock (gate)
        {
            document["metadata"]!["uid"] ??= Guid.NewGuid().ToString();
            document["metadata"]!["resourceVersion"] = (++version).ToString();
            Objects[path] = document;
        }
    }

    private TestReply Handle(TestRequest request)
    {
        lock (gate)
            return Intercept(request) ?? Doubles.Discovery.Answer(request) ?? Answer(request);
    }

    private TestReply Answer(TestRequest request)
    {
        if (request.Path.EndsWith("/log"))
            return new(200, Log) { ContentType = "text/plain" };
        var isCollection = Doubles.Discovery.Kinds.Any(kind => request.Path.EndsWith("/" + kind.Plural));
        return request.Method switch
        {
            "GET" when isCollection => List(request),
            "GET" => Objects.TryGetValue(request.Path, out var live) ? TestReply.Json(live.DeepClone()) : Missing(request),
            "PATCH" => Apply(request),
            "DELETE" => Delete(request),
            _ => new(405, ""),
        };
    }

    private TestReply List(TestRequest request)
    {
        var plural = request.Path.Split('/')[^1];
        var prefix = request.Path[..^plural.Length];
        var labels = (request.Query.GetValueOrDefault("labelSelector") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToList();
        var fields = (request.Query.GetValueOrDefault("fieldSelector") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToList();
        var items = Objects.Where(pair => pair.Key.StartsWith(prefix) && pair.Key.Split('/')[^2] == plural).Select(pair => pair.Value)
            .Where(item => labels.All(label => item.GetLabel(label[0]) == label[1]))
            .Where(item => fields.All(field => field[0] != "involvedObject.uid" || item["involvedObject"].TextAt("uid") == field[1]));
        return TestReply.Json(new JsonObject { ["kind"] = "List", ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString() }, ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]) });
    }

    private TestReply Apply(TestRequest request)
    {
        var document = request.Json;
        var before = Objects.GetValueOrDefault(request.Path);
        var live = before is null ? [] : (JsonObject)before.DeepClone();
        var manager = request.Query["fieldManager"];
        Remove(live, (live["metadata"]?["managedFields"]?[0]?["fieldsV1"] as JsonObject) ?? [], document);
        MergePatch.Apply(live, document);
        var metadata = live["metadata"]!;
        metadata["uid"] ??= Guid.NewGuid().ToString();
        var fields = Fields(document);
        fields.Remove("f:apiVersion");
        fields.Remove("f:kind");
        fields["f:metadata"]?.AsObject().Remove("f:name");
        fields["f:metadata"]?.AsObject().Remove("f:namespace");
        metadata["managedFields"] = new JsonArray(new JsonObject { ["manager"] = manager, ["operation"] = "Apply", ["fieldsV1"] = fields });
        if (before is not null && JsonNode.DeepEquals(before, live))
            return TestReply.Json(live);
        metadata["generation"] = (before?["metadata"].Number("generation") ?? 0) + 1;
        metadata["resourceVersion"] = (++version).ToString();
        if (request.Query.ContainsKey("dryRun"))
            return TestReply.Json(live);
        Controller(live);
        Objects[request.Path] = live;
        return TestReply.Json(live.DeepClone(), before is null ? 201 : 200);
    }

    private TestReply Delete(TestRequest request)
    {
        if (!Objects.TryGetValue(request.Path, out var live))
            return Missing(request);
        if (request.Json["preconditions"].TextAt("uid") is { } uid && uid != live.GetUid())
            return TestReply.StatusOf(409, "Conflict", "the UID in the precondition does not match");
        if (live["metadata"]?["finalizers"] is JsonArray { Count: > 0 })
            live["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        else
            Objects.TryRemove(request.Path, out _);
        return TestReply.Json(live.DeepClone());
    }

    private static TestReply Missing(TestRequest request) => TestReply.StatusOf(404, "NotFound", $"{request.Path} not found");

    private static void Remove(JsonObject live, JsonObject owned, JsonObject document)
    {
        foreach (var (key, inner) in owned)
            if (key.StartsWith("f:") && live.ContainsKey(key[2..]))
            {
                if (!document.ContainsKey(key[2..]))
                    live.Remove(key[2..]);
                else if (live[key[2..]] is JsonObject child && document[key[2..]] is JsonObject wanted)
                    Remove(child, inner as JsonObject ?? [], wanted);
            }
    }

    private static JsonObject Fields(JsonNode? node)
    {
        var fields = new JsonObject();
        if (node is JsonObject members)
            foreach (var (name, value) in members)
                fields["f:" + name] = Fields(value);
        else if (node is JsonArray elements && elements.All(element => element is JsonObject keyed && keyed["name"] is not null))
            foreach (var element in elements)
                fields["k:" + new JsonObject { ["name"] = element!["name"]!.DeepClone() }.ToJsonString()] = Fields(element);
        return fields;
    }
}

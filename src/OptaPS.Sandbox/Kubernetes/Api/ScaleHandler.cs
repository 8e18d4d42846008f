using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Patch;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>The scale subresource of workloads and custom resources.</summary>
internal sealed class ScaleHandler(Cluster cluster, WriteHandler writes)
{
    public async Task HandleAsync(ApiRequest request)
    {
        var stored = cluster.Store.Get(request.Kind.Storage, request.Info.Namespace, request.Info.Name) ?? throw ApiErrors.NotFound(request.Kind, request.Info.Name);
        switch (request.Info.Verb)
        {
            case "get":
                await ResponseWriter.WriteAsync(request, 200, Shown(request, Scale(request, stored.Body)), Form(request));
                break;
            case "update":
                var sent = await BodyReader.ReadObjectAsync(request, "Scale", null);
                if (sent.Text("kind") is { Length: > 0 } kind and not "Scale")
                    throw ApiErrors.BadRequest($"{kind} in version \"v1\" cannot be handled as a Scale: converting (v1.{kind}) to (autoscaling.Scale): unknown conversion");
                await WriteAsync(request, _ => sent);
                break;
            case "patch":
                var bytes = await BodyReader.ReadBytesAsync(request);
                var patch = JsonReader.Parse(bytes);
                var json = BodyReader.MediaType(request) == "application/json-patch+json";
                await WriteAsync(request, scale => (json ? JsonPatch.Apply(scale, patch) : MergePatch.Apply(scale, patch)) as JsonObject ?? throw ApiErrors.BadRequest("not an object"));
                break;
            default:
                throw ApiErrors.MethodNotAllowed();
        }
    }

    private async Task WriteAsync(ApiRequest request, Func<JsonObject, JsonObject> change)
    {
        var result = await cluster.Objects.UpdateAsync(writes.Context(request, request.DryRun), current =>
        {
            var scale = change(Scale(request, current));
            var replicas = scale.Number("spec", "replicas") ?? 0;
            if (replicas < 0)
                throw ApiErrors.Invalid("autoscaling", "Scale", request.Info.Name, [FieldError.Invalid("spec.replicas", replicas, "must be greater than or equal to 0")]);
            if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version)
                current.Ensure("metadata")["resourceVersion"] = version;
            Put(request, current, replicas);
            return current;
        }, request.Aborted);
        request.EffectUid = result.Body.Uid();
        request.Changed = result.Changed;
        await cluster.Store.FlushedAsync();
        await ResponseWriter.WriteAsync(request, 200, Shown(request, Scale(request, result.Body)), Form(request));
    }

    private static ResponseForm Form(ApiRequest request) => Negotiator.Choose(request, transforms: true);

    private JsonObject Shown(ApiRequest request, JsonObject scale)
    {
        var form = Form(request);
        if (form.Transform != "Table")
            return scale;
        var columns = new JsonArray
        {
            Tables.DefaultColumns.Column("Name", "string", "", "Name of the scaled object."),
            Tables.DefaultColumns.Column("Desired", "integer", "", "Number of replicas that are wanted."),
            Tables.DefaultColumns.Column("Available", "integer", "", "Number of replicas that there are."),
            Tables.DefaultColumns.Column("Age", "string", "", "Time since the object was made.")
        };
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/" + form.TransformVersion,
            ["metadata"] = new JsonObject(),
            ["columnDefinitions"] = columns,
            ["rows"] = new JsonArray(new JsonObject
            {
                ["cells"] = new JsonArray(scale.Name(), scale.Number("spec", "replicas") ?? 0, scale.Number("status", "replicas") ?? 0, Tables.Age.Since(cluster, scale.Text("metadata", "creationTimestamp"))),
                ["object"] = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/" + form.TransformVersion, ["metadata"] = scale["metadata"]!.DeepClone() }
            })
        };
    }

    private static void Put(ApiRequest request, JsonObject body, long replicas)
    {
        var path = (request.Kind.Custom?.Scale.Text("specReplicasPath") ?? ".spec.replicas").TrimStart('.').Split('.');
        body.Ensure(path[..^1])[path[^1]] = replicas;
    }

    private static JsonObject Scale(ApiRequest request, JsonObject body)
    {
        var custom = request.Kind.Custom?.Scale;
        var spec = new JsonObject();
        var wanted = body.Number((custom.Text("specReplicasPath") ?? ".spec.replicas").TrimStart('.').Split('.')) ?? 0;
        if (wanted != 0)
            spec["replicas"] = wanted;
        var status = new JsonObject { ["replicas"] = body.Number((custom.Text("statusReplicasPath") ?? ".status.replicas").TrimStart('.').Split('.')) ?? 0 };
        var selector = custom is null ? SelectorText(body.Map("spec", "selector"), request.Kind.Storage == "/replicationcontrollers")
            : custom.Text("labelSelectorPath") is { } path ? body.Text(path.TrimStart('.').Split('.')) : null;
        if (!string.IsNullOrEmpty(selector))
            status["selector"] = selector;
        var meta = new JsonObject { ["name"] = body.Name() };
        foreach (var name in new[] { "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            if (body.At("metadata", name) is { } value)
                meta[name] = value.DeepClone();
        }

        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = meta, ["spec"] = spec, ["status"] = status };
    }

    private static string SelectorText(JsonObject? selector, bool plain)
    {
        if (selector is null)
            return "";
        var parts = (plain ? selector.Pairs() : selector.Pairs("matchLabels")).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + pair.Value).ToList();
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            var values = string.Join(",", expression.Texts("values").Order(StringComparer.Ordinal));
            parts.Add(expression.Text("operator") switch
            {
                "In" => $"{expression.Text("key")} in ({values})",
                "NotIn" => $"{expression.Text("key")} notin ({values})",
                "Exists" => expression.Text("key") ?? "",
                _ => "!" + expression.Text("key")
            });
        }

        return string.Join(",", parts.Order(StringComparer.Ordinal));
    }
}

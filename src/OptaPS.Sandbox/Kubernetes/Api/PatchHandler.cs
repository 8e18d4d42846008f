using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Apply;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Patch;
using OptaPS.Sandbox.Kubernetes.Yaml;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>PATCH in its four forms.</summary>
internal sealed class PatchHandler(Cluster cluster, WriteHandler writes)
{
    private const string ApplyType = "application/apply-patch+yaml";

    public async Task PatchAsync(ApiRequest request)
    {
        var form = Negotiator.Choose(request, transforms: true);
        FieldManagers.Check(request, "PatchOptions");
        var media = BodyReader.MediaType(request);
        string[] accepted = request.Kind.Custom is null
            ? ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", ApplyType]
            : ["application/json-patch+json", "application/merge-patch+json", ApplyType];
        if (media is not ("application/json-patch+json" or "application/merge-patch+json" or "application/strategic-merge-patch+json" or ApplyType))
            throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []);
        if (!accepted.Contains(media))
            throw ApiErrors.UnsupportedMediaType(accepted);
        var force = request.Query("force");
        if (media != ApplyType && force.Length > 0)
            throw ApiErrors.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Forbidden("force", "may not be specified for non-apply patch")]);
        if (media == ApplyType && request.Query("fieldManager").Length == 0)
            throw ApiErrors.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Required("fieldManager", "is required for apply patch")]);
        var dryRun = request.DryRun;
        var bytes = await BodyReader.ReadBytesAsync(request);
        var result = media == ApplyType
            ? await ApplyAsync(request, bytes, dryRun, force is not ("" or "false"))
            : await PlainAsync(request, media, bytes, dryRun);
        await writes.AnswerAsync(request, result, form);
    }

    private async Task<WriteResult> PlainAsync(ApiRequest request, string media, byte[] bytes, bool dryRun)
    {
        JsonNode? patch;
        var duplicates = new List<string>();
        try
        {
            patch = JsonReader.Parse(bytes, duplicates);
        }
        catch (JsonException e)
        {
            throw ApiErrors.BadRequest((media == "application/strategic-merge-patch+json" ? "" : "error decoding patch: ") + BodyReader.Describe(bytes, e));
        }

        var schema = request.Kind.Schema;
        return await cluster.Objects.UpdateAsync(writes.Context(request, dryRun), current =>
        {
            var next = media switch
            {
                "application/json-patch+json" => JsonPatch.Apply(current, patch),
                "application/merge-patch+json" => MergePatch.Apply(current, patch),
                _ => StrategicPatch.Apply(current, patch, schema)
            };
            if (next is not JsonObject body)
                throw ApiErrors.BadRequest("json: cannot unmarshal into an object");
            if (request.Kind.Namespaced && body.Namespace() is { Length: > 0 } ns && ns != request.Info.Namespace)
                throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            var decoded = Decode(request, body, media == "application/strategic-merge-patch+json" ? patch : Written(request, body), duplicates);
            if (decoded.Name() != request.Info.Name && decoded.Name().Length > 0)
            {
                throw ApiErrors.BadRequest("the name of the object (" + decoded.Name() + ") does not match the name on the URL (" + request.Info.Name + ")");
            }

            return decoded;
        }, request.Aborted);
    }

    /// <summary>What a patch leads to must be an object of the kind; if not, the patch is to blame.</summary>
    private JsonObject Decode(ApiRequest request, JsonObject body, JsonNode? patch, List<string> duplicates)
    {
        try
        {
            return new BodyDecoder(cluster, request).Decode(body, duplicates);
        }
        catch (ApiException e) when (e.Code == 400 && (request.Kind.Custom is null || e.Message.StartsWith(BodyDecoder.StrictError, StringComparison.Ordinal)))
        {
            throw ApiErrors.Invalid("", "", "", [FieldError.Invalid("patch", JsonText.ToText(patch), e.Message)]);
        }
    }

    /// <summary>What a patch made, as the real server shows it: members by name, all the way down in custom objects.</summary>
    private static JsonObject Written(ApiRequest request, JsonObject body) => new(body.OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => KeyValuePair.Create(pair.Key, request.Kind.Custom is null ? pair.Value?.DeepClone() : Sorted(pair.Value))));

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => value?.DeepClone()
    };

    private async Task<WriteResult> ApplyAsync(ApiRequest request, byte[] bytes, bool dryRun, bool force)
    {
        JsonNode? parsed;
        try
        {
            parsed = YamlReader.Parse(System.Text.Encoding.UTF8.GetString(bytes));
        }
        catch (Exception e) when (e is YamlException or JsonException)
        {
            throw ApiErrors.BadRequest("error decoding YAML: " + e.Message);
        }

        if (parsed is not JsonObject config)
            throw ApiErrors.BadRequest("error decoding YAML: json: cannot unmarshal into an object");
        if (config.Text("kind") != request.Kind.Kind || config.Text("apiVersion") != request.Kind.GroupVersion)
        {
            var version = config.Text("apiVersion") ?? "";
            throw ApiErrors.BadRequest($"invalid object type: {(version.Contains('/', StringComparison.Ordinal) ? version : "/" + version)}, Kind={config.Text("kind")}");
        }

        if (config.At("metadata", "managedFields") is not null)
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        if (config.Name().Length == 0)
            throw ApiErrors.BadRequest($"the name of the object ({request.Info.Name} based on URL) was undeterminable: name must be provided");
        if (config.Name() != request.Info.Name)
            throw ApiErrors.BadRequest("the name of the object (" + config.Name() + ") does not match the name on the URL (" + request.Info.Name + ")");
        TypedConfiguration.Check(config, request.Kind, FieldTracker.SchemaOf(cluster, request.Kind));
        var complete = ApplyBody.Prepare(request, config);
        var applier = new Applier(cluster, request.Kind, request.Query("fieldManager"), request.Info.Subresource, force, body => new BodyDecoder(cluster, request).Decode(body, [])) { Sent = config };
        var context = writes.Context(request, dryRun) with { FieldsManaged = true };
        if (cluster.Store.Get(request.Kind.Storage, request.Info.Namespace, request.Info.Name) is null)
        {
            if (request.Info.Subresource.Length > 0)
                throw ApiErrors.NotFound(request.Kind, request.Info.Name);
            if (config.Uid() is { Length: > 0 } uid)
            {
                var problem = FieldError.Invalid("metadata.uid", uid, "field is immutable");
                throw ApiErrors.Invalid(request.Kind, request.Info.Name, [problem, problem]);
            }

            var fresh = applier.Apply(null, complete);
            fresh.Ensure("metadata")["name"] = request.Info.Name;
            return await cluster.Objects.CreateAsync(context, fresh, request.Aborted);
        }

        return await cluster.Objects.UpdateAsync(context, current => applier.Apply(current, complete), request.Aborted);
    }
}

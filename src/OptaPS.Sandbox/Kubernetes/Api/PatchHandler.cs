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
            throw ApiErrors.UnsupportedMediaType([.. accepted, "application/apply-patch+cbor"]);
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
            throw ApiErrors.BadRequest("error decoding patch: " + BodyReader.Describe(bytes, e));
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
            var decoded = new BodyDecoder(cluster, request).Decode(body, duplicates);
            if (decoded.Name() != request.Info.Name && decoded.Name().Length > 0)
            {
                throw ApiErrors.BadRequest("the name of the object (" + decoded.Name() + ") does not match the name on the URL (" + request.Info.Name + ")");
            }

            return decoded;
        }, request.Aborted);
    }

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
        if (config.Text("apiVersion") is null or "" || config.Text("kind") is null or "")
            throw ApiErrors.BadRequest(config.Text("kind") is null or "" ? $"Object 'Kind' is missing in '{JsonText.ToText(config)}'" : "invalid object type: /, Kind=" + config.Text("kind"));
        if (config.At("metadata", "managedFields") is not null)
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        if (config.Name().Length > 0 && config.Name() != request.Info.Name)
            throw ApiErrors.BadRequest("the name of the object (" + config.Name() + ") does not match the name on the URL (" + request.Info.Name + ")");
        var complete = ApplyBody.Prepare(cluster, request, config);
        var applier = new Applier(cluster, request.Kind, request.Query("fieldManager"), request.Info.Subresource, force);
        var context = writes.Context(request, dryRun) with { FieldsManaged = true };
        if (cluster.Store.Get(request.Kind.Storage, request.Info.Namespace, request.Info.Name) is null)
        {
            if (request.Info.Subresource.Length > 0)
                throw ApiErrors.NotFound(request.Kind, request.Info.Name);
            if (config.Text("metadata", "resourceVersion") is { Length: > 0 } || config.Uid().Length > 0)
                throw config.Uid().Length > 0
                    ? ApiErrors.Conflict(request.Kind, request.Info.Name, $"Precondition failed: UID in precondition: {config.Uid()}, UID in object meta: ")
                    : ApiErrors.NotFound(request.Kind, request.Info.Name);
            var fresh = applier.Apply(null, complete);
            fresh.Ensure("metadata")["name"] = request.Info.Name;
            return await cluster.Objects.CreateAsync(context, fresh, request.Aborted);
        }

        return await cluster.Objects.UpdateAsync(context, current => applier.Apply(current, complete), request.Aborted);
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Crds;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Turns a request body into an object of the request's kind: type checks, unknown fields by the fieldValidation mode.</summary>
internal sealed class BodyDecoder(Cluster cluster, ApiRequest request)
{
    /// <summary>How the message begins about fields that are not known or given twice.</summary>
    public const string StrictError = "strict decoding error: ";

    private readonly ResourceKind kind = request.Kind;

    public JsonObject Decode(JsonObject body, IReadOnlyList<string> duplicates)
    {
        CheckKind(body);
        var complaints = duplicates.Select(path => path.StartsWith(BodyReader.YamlPrefix, StringComparison.Ordinal) ? path : $"duplicate field \"{path}\"").ToList();
        JsonObject result;
        if (kind.Custom is { } custom)
        {
            result = body.Copy();
            result["metadata"] = Metadata(body["metadata"], complaints);
            if (custom.Schema is { } schema)
                complaints.AddRange(CustomPruner.Prune(result, schema).Order(StringComparer.Ordinal).Select(path => $"unknown field \"{path}\""));
        }
        else if (kind.Schema is { } builtin)
        {
            try
            {
                var decoded = ObjectDecoder.Decode(body, builtin, kind.Kind);
                result = decoded.Body;
                complaints.AddRange(decoded.Complaints);
            }
            catch (DecodeException e)
            {
                throw Refuse(e.Message);
            }
        }
        else
        {
            result = body.Copy();
        }

        Complain(complaints);
        if (body.List("metadata", "managedFields") is { Count: 0 })
            result.Ensure("metadata")["managedFields"] = new JsonArray();
        result["kind"] = kind.Kind;
        result["apiVersion"] = kind.GroupVersion;
        if (result["metadata"] is null)
            result["metadata"] = new JsonObject();
        return result;
    }

    private JsonObject Metadata(JsonNode? meta, List<string> complaints)
    {
        if (meta is null)
            return [];
        if (meta is not JsonObject map)
            throw Refuse("json: cannot unmarshal into Go struct field .metadata of type v1.ObjectMeta");
        try
        {
            var decoded = ObjectDecoder.Decode(map, cluster.Schemas.ObjectMeta, "ObjectMeta");
            complaints.AddRange(decoded.Complaints.Select(text => text.Replace("unknown field \"", "unknown field \"metadata.", StringComparison.Ordinal)));
            return decoded.Body;
        }
        catch (DecodeException e)
        {
            throw Refuse(e.Message);
        }
    }

    private void Complain(List<string> complaints)
    {
        if (complaints.Count == 0)
            return;
        switch (request.Query("fieldValidation"))
        {
            case "Strict":
                var text = StrictError + string.Join(", ", complaints);
                throw request.Info.Verb == "patch" || kind.Custom is not null
                    ? ApiErrors.BadRequest((request.Info.Verb == "patch" ? "" : $"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: ") + text)
                    : Refuse(text);
            case "Ignore":
                break;
            default:
                foreach (var complaint in complaints)
                    request.Warnings.Add(complaint);
                break;
        }
    }

    private void CheckKind(JsonObject body)
    {
        var apiVersion = body.Text("apiVersion") ?? "";
        var bodyKind = body.Text("kind") ?? "";
        if (kind.Custom is not null && bodyKind.Length == 0)
            throw ApiErrors.BadRequest($"Object 'Kind' is missing in '{JsonText.ToText(body)}'");
        if (kind.Custom is not null && bodyKind != kind.Kind)
        {
            throw ApiErrors.Invalid(kind.Group, bodyKind, body.Name(), [FieldError.Invalid("kind", bodyKind, "must be " + kind.Kind)]);
        }

        if (bodyKind.Length > 0 && bodyKind != kind.Kind)
        {
            var version = apiVersion.Length == 0 ? kind.GroupVersion : apiVersion;
            var shortVersion = version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..];
            if (cluster.Kinds.FindKind(version, bodyKind) is null && kind.Custom is null)
                throw ApiErrors.BadRequest($"{bodyKind} in version \"{shortVersion}\" cannot be handled as a {kind.Kind}: no kind \"{bodyKind}\" is registered for version \"{version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
            throw ApiErrors.BadRequest(kind.Custom is not null
                ? $"the object provided is unrecognized (must be of type {kind.Kind}): {bodyKind}"
                : $"{bodyKind} in version \"{shortVersion}\" cannot be handled as a {kind.Kind}: converting (v1.{bodyKind}) to (core.{kind.Kind}): unknown conversion");
        }

        if (apiVersion.Length == 0 || apiVersion == kind.GroupVersion)
            return;
        if (kind.Custom is null && !IsOldVersion(apiVersion))
            throw ApiErrors.BadRequest($"{kind.Kind} in version \"{apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..]}\" cannot be handled as a {kind.Kind}: no kind \"{kind.Kind}\" is registered for version \"{apiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        // The members of a version without a schema are all unknown.
        if (kind.Custom is not null && request.Query("fieldValidation") is "" or "Warn" && kind.Custom is not null)
        {
            foreach (var (name, _) in body.Where(pair => pair.Key is not ("apiVersion" or "kind" or "metadata")))
                request.Warnings.Add($"unknown field \"{name}\"");
        }

        throw ApiErrors.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({kind.GroupVersion})");
    }

    /// <summary>The real server still knows pre-release versions of its own groups, which it does not serve any more.</summary>
    private bool IsOldVersion(string apiVersion)
    {
        var parts = apiVersion.Split('/');
        return parts is [var group, var version] && cluster.Kinds.IsBuiltinGroup(group) && (version.Contains("beta", StringComparison.Ordinal) || version.Contains("alpha", StringComparison.Ordinal) || cluster.Kinds.FindKind(apiVersion, kind.Kind) is not null);
    }

    private ApiException Refuse(string why) => ApiErrors.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {why}");
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Yaml;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Reads DeleteOptions from body and query.</summary>
internal static class DeleteOptionsReader
{
    public static async Task<DeleteRequest> ReadAsync(ApiRequest request)
    {
        var bytes = await BodyReader.ReadBytesAsync(request);
        JsonObject options = [];
        if (bytes.Length > 0)
        {
            try
            {
                var text = System.Text.Encoding.UTF8.GetString(bytes);
                options = (text.TrimStart() is ['{' or '[' or '"', ..] || BodyReader.MediaType(request) == "application/json" ? JsonReader.Parse(bytes) : YamlReader.Parse(text)) as JsonObject ?? [];
            }
            catch (Exception e) when (e is JsonException or YamlException)
            {
                throw ApiErrors.BadRequest("couldn't get version/kind; json parse error: " + BodyReader.Describe(bytes, e));
            }

            if (options.Text("kind") is { Length: > 0 } kind and not "DeleteOptions")
                throw ApiErrors.BadRequest($"decoded object cannot be converted to DeleteOptions: {kind}");
        }

        foreach (var (member, fits, type) in new[]
        {
            ("orphanDependents", options["orphanDependents"] is null || options.FlagOrNull("orphanDependents") is not null, "bool"),
            ("gracePeriodSeconds", options["gracePeriodSeconds"] is null || options.Number("gracePeriodSeconds") is not null, "int64")
        })
        {
            if (!fits)
                throw ApiErrors.BadRequest($"json: cannot unmarshal string into Go struct field DeleteOptions.{member} of type {type}");
        }

        var policy = options.Text("propagationPolicy") ?? (request.Query("propagationPolicy") is { Length: > 0 } asked ? asked : null);
        var orphan = options.FlagOrNull("orphanDependents") ?? (request.Query("orphanDependents") is { Length: > 0 } text2 ? text2 is not ("false" or "0") : null);
        if (policy is not (null or "Orphan" or "Background" or "Foreground"))
            throw Invalid(FieldError.NotSupported("propagationPolicy", policy, "Foreground", "Background", "Orphan", "nil"));
        if (policy is not null && orphan is not null)
            throw Invalid(FieldError.Invalid("propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set"));
        if (orphan is not null)
            policy = orphan == true ? "Orphan" : "Background";
        var dryRun = options.Texts("dryRun").ToList();
        if (dryRun.Count > 0 && dryRun is not ["All"])
            throw Invalid(FieldError.NotSupported("dryRun", JsonWrite.ToArray(dryRun), "All"));
        long? grace = options.Number("gracePeriodSeconds");
        if (grace is null && long.TryParse(request.Query("gracePeriodSeconds"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            grace = seconds;
        return new DeleteRequest(policy, grace, dryRun.Count > 0 || request.DryRun)
        {
            Uid = options.Text("preconditions", "uid"),
            ResourceVersion = options.Text("preconditions", "resourceVersion")
        };
    }

    private static ApiException Invalid(FieldError error) => ApiErrors.Invalid("meta.k8s.io", "DeleteOptions", "", [error]);
}

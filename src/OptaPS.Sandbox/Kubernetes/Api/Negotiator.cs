using OptaPS.Sandbox.Kubernetes.Errors;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Chooses the representation of an answer from the Accept header.</summary>
internal static class Negotiator
{
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    public static ResponseForm Choose(ApiRequest request, bool transforms)
    {
        var header = request.Http.Request.Headers.Accept.ToString();
        if (header.Length == 0)
            return ResponseForm.Json;
        var clauses = header.Split(',').Select(ParseClause).OrderByDescending(clause => clause.Quality).ToList();
        var onlyTransforms = clauses.Count > 0;
        foreach (var (media, parameters, _) in clauses)
        {
            var form = media switch
            {
                "application/json" or "*/*" => "application/json",
                "application/*" => null,
                "application/yaml" => "application/yaml",
                Protobuf when !parameters.ContainsKey("as") && clauses.Count == 1 => Protobuf,
                _ => null
            };
            if (!parameters.TryGetValue("as", out var transform))
                onlyTransforms = false;
            if (form is null)
                continue;
            if (transform is null || transform == "APIGroupDiscoveryList")
            {
                if (transform is not null)
                    continue;
                return new ResponseForm(form);
            }

            var version = parameters.GetValueOrDefault("v", "");
            if (transforms && parameters.GetValueOrDefault("g") == "meta.k8s.io" && version is "v1" or "v1beta1"
                && transform is "Table" or "PartialObjectMetadata" or "PartialObjectMetadataList")
            {
                return new ResponseForm(form, transform, version);
            }
        }

        const string all = "application/json, application/yaml, " + Protobuf;
        if (onlyTransforms && transforms)
            throw ApiErrors.NotAcceptable("only the following media types are accepted: " + all);
        throw new ApiException(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + all, []);
    }

    public static (string Media, Dictionary<string, string> Parameters, double Quality) ParseClause(string clause)
    {
        var parts = clause.Split(';');
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var quality = 1.0;
        foreach (var part in parts.Skip(1))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
                continue;
            var name = part[..at].Trim();
            var value = part[(at + 1)..].Trim();
            if (name == "q")
                quality = double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var q) ? q : 1;
            else
                parameters[name] = value;
        }

        return (parts[0].Trim(), parameters, quality);
    }
}

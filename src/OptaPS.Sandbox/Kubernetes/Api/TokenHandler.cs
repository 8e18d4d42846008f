using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>serviceaccounts/token: issues a bound token.</summary>
internal sealed class TokenHandler(Cluster cluster)
{
    public async Task CreateAsync(ApiRequest request)
    {
        if (request.Info.Verb != "create")
            throw ApiErrors.MethodNotAllowed();
        var body = await BodyReader.ReadObjectAsync(request, "TokenRequest", null);
        var account = cluster.Store.Get("/serviceaccounts", request.Info.Namespace, request.Info.Name)?.Body ?? throw ApiErrors.NotFound(request.Kind, request.Info.Name);
        var seconds = body.Number("spec", "expirationSeconds") ?? 3600;
        if (seconds < 600)
        {
            throw ApiErrors.Invalid("authentication.k8s.io", "TokenRequest", "", [FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes")]);
        }

        var bound = body.Map("spec", "boundObjectRef");
        if (bound is not null)
        {
            var target = cluster.Store.Get(bound.Text("kind") == "Secret" ? "/secrets" : "/pods", request.Info.Namespace, bound.Text("name") ?? "")?.Body
                ?? throw ApiErrors.NotFound(cluster.Kinds.Builtin("", bound.Text("kind") == "Secret" ? "secrets" : "pods"), bound.Text("name") ?? "");
            if (bound.Text("uid") is { Length: > 0 } uid && uid != target.Uid())
                throw ApiErrors.Conflict(request.Kind, request.Info.Name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
            bound["uid"] = target.Uid();
        }

        var audiences = body.Texts("spec", "audiences").ToList();
        var (token, expires) = cluster.Tokens.Issue(account, audiences, TimeSpan.FromSeconds(seconds), bound);
        var answer = new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["metadata"] = new JsonObject { ["name"] = request.Info.Name, ["namespace"] = request.Info.Namespace, ["uid"] = account.Uid(), ["creationTimestamp"] = cluster.Timestamp },
            ["spec"] = new JsonObject
            {
                ["audiences"] = JsonWrite.ToArray(audiences.Count > 0 ? audiences : [cluster.Tokens.Issuer]),
                ["expirationSeconds"] = seconds,
                ["boundObjectRef"] = bound?.DeepClone()
            },
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) }
        };
        await ResponseWriter.WriteAsync(request, 201, answer, Negotiator.Choose(request, transforms: false));
    }
}

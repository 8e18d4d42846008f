using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Auth;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Kinds that are only created and never stored: token and access reviews.</summary>
internal sealed class ReviewHandler(Cluster cluster, WriteHandler writes)
{
    public async Task CreateAsync(ApiRequest request)
    {
        _ = request.DryRun;
        var form = Negotiator.Choose(request, transforms: false);
        var body = await writes.ReadAsync(request);
        body["status"] = request.Kind.Kind switch
        {
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = UserInfo(request.User) },
            "TokenReview" => await TokenAsync(request, body),
            "SelfSubjectRulesReview" => Rules(request, body),
            "SelfSubjectAccessReview" => Access(request, body, request.User),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(request, body, Subject(body)),
            _ => throw new ApiException(501, "NotImplemented", $"OPTA8002 the sandbox does not serve {request.Kind.Kind}")
        };
        var meta = body.Ensure("metadata");
        if (request.Kind.Kind == "SelfSubjectReview")
            meta["creationTimestamp"] = cluster.Timestamp;
        await ResponseWriter.WriteAsync(request, 201, body, form);
    }

    private async Task<JsonObject> TokenAsync(ApiRequest request, JsonObject body)
    {
        var audiences = body.Texts("spec", "audiences").ToList();
        var token = body.Text("spec", "token") ?? "";
        if (token.Length == 0)
            throw ApiErrors.BadRequest("token is required for TokenReview in authentication");
        var user = await cluster.Authenticator.VerifyTokenAsync(token, audiences, request.Aborted);
        if (user is null)
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = "[invalid bearer token, token lookup failed]" };
        return new JsonObject
        {
            ["authenticated"] = true,
            ["user"] = UserInfo(user),
            ["audiences"] = JsonWrite.ToArray(audiences.Count > 0 ? audiences.Where(ServiceAccountTokens.AudiencesOf(token).Contains) : [cluster.Tokens.Issuer])
        };
    }

    private JsonObject Access(ApiRequest request, JsonObject body, VerifiedUser user)
    {
        var spec = body.Ensure("spec");
        var resource = spec.Map("resourceAttributes");
        var path = spec.Map("nonResourceAttributes");
        if ((resource is null) == (path is null))
        {
            throw ApiErrors.Invalid("authorization.k8s.io", "", "",
                [resource is null
                    ? FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified")
                    : FieldError.Invalid("spec.nonResourceAttributes", path?.DeepClone(), "cannot be specified in combination with resourceAttributes")]);
        }

        var answer = cluster.Authorizer.Decide(new AccessQuestion(user, (resource ?? path)!.Text("verb") ?? "")
        {
            Group = resource.Text("group") ?? "",
            Resource = resource.Text("resource") ?? "",
            Subresource = resource.Text("subresource") ?? "",
            Namespace = resource.Text("namespace") ?? "",
            Name = resource.Text("name") ?? "",
            Path = path?.Text("path")
        });
        var status = new JsonObject { ["allowed"] = answer.Allowed };
        if (answer.Reason.Length > 0)
            status["reason"] = answer.Reason;
        return status;
    }

    private JsonObject Rules(ApiRequest request, JsonObject body)
    {
        var ns = body.Text("spec", "namespace") ?? "";
        if (ns.Length == 0)
            throw ApiErrors.BadRequest("no namespace on request");
        var resources = new JsonArray();
        var paths = new JsonArray();
        var rules = cluster.Authorizer.Rules(request.User, ns).Select(pair => pair.Rule).ToList();
        if (request.User.Groups.Contains("system:masters"))
        {
            rules.Insert(0, new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") });
            rules.Insert(1, new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") });
        }

        foreach (var rule in rules)
            (rule.ContainsKey("nonResourceURLs") ? paths : resources).Add(rule.Copy());
        return new JsonObject { ["resourceRules"] = resources, ["nonResourceRules"] = paths, ["incomplete"] = false };
    }

    private static VerifiedUser Subject(JsonObject body)
    {
        var spec = body.Ensure("spec");
        return new VerifiedUser(spec.Text("user") ?? "", [.. spec.Texts("groups")]);
    }

    private static JsonObject UserInfo(VerifiedUser user)
    {
        var info = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0)
            info["uid"] = user.Uid;
        if (user.Groups.Count > 0)
            info["groups"] = JsonWrite.ToArray(user.Groups);
        if (user.Extra.Count > 0)
        {
            var extra = info.Ensure("extra");
            foreach (var (name, values) in user.Extra)
                extra[name] = JsonWrite.ToArray(values);
        }

        return info;
    }
}

using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Kubernetes.Auth;

/// <summary>Acting as another user by Impersonate-* headers, where roles allow it.</summary>
internal static class Impersonation
{
    public static VerifiedUser Apply(ApiRequest request, VerifiedUser user, RbacAuthorizer authorizer)
    {
        var headers = request.Http.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"].OfType<string>().SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries)).Where(group => group.Length > 0).ToList();
        if (name.Length == 0)
        {
            if (groups.Count > 0 || headers["Impersonate-Uid"].Count > 0 || headers.Keys.Any(key => key.StartsWith("Impersonate-Extra-", StringComparison.OrdinalIgnoreCase)))
                throw ApiErrors.BadRequest($"requested groups [{string.Join(' ', groups)}] without impersonating a user name");
            return user;
        }

        Check(user, authorizer, name.StartsWith("system:serviceaccount:", StringComparison.Ordinal) ? "serviceaccounts" : "users", name);
        foreach (var group in groups)
            Check(user, authorizer, "groups", group);
        if (name.StartsWith("system:serviceaccount:", StringComparison.Ordinal) && groups.Count == 0)
        {
            var ns = name.Split(':')[2];
            groups = ["system:serviceaccounts", "system:serviceaccounts:" + ns];
        }

        if (name != "system:anonymous")
            groups.Add("system:authenticated");
        var extra = headers.Where(header => header.Key.StartsWith("Impersonate-Extra-", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => Uri.UnescapeDataString(header.Key["Impersonate-Extra-".Length..].ToLowerInvariant()), header => (IReadOnlyList<string>)[.. header.Value.OfType<string>()]);
        return new VerifiedUser(name, [.. groups.Distinct()]) { Uid = headers["Impersonate-Uid"].ToString(), Extra = extra };
    }

    private static void Check(VerifiedUser user, RbacAuthorizer authorizer, string resource, string name)
    {
        if (!authorizer.Decide(new AccessQuestion(user, "impersonate") { Resource = resource, Name = name }).Allowed)
        {
            throw new ApiException(403, "Forbidden", $"{resource} \"{name}\" is forbidden: User \"{user.Name}\" cannot impersonate resource \"{resource}\" in API group \"\" at the cluster scope",
                new System.Text.Json.Nodes.JsonObject { ["name"] = name, ["kind"] = resource });
        }
    }
}

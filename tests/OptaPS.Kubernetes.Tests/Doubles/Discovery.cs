using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>Discovery answers of the test servers.</summary>
internal static class Discovery
{
    public static readonly (string Group, string Version, string Kind, string Plural, bool Namespaced, string Short)[] Kinds =
    [
        ("", "v1", "Namespace", "namespaces", false, "ns"),
        ("", "v1", "Pod", "pods", true, "po"),
        ("", "v1", "ConfigMap", "configmaps", true, "cm"),
        ("", "v1", "Secret", "secrets", true, ""),
        ("", "v1", "Service", "services", true, "svc"),
        ("", "v1", "Event", "events", true, "ev"),
        ("", "v1", "ServiceAccount", "serviceaccounts", true, "sa"),
        ("apps", "v1", "Deployment", "deployments", true, "deploy"),
        ("apps", "v1", "ReplicaSet", "replicasets", true, "rs"),
        ("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false, "crd"),
        ("gateway.networking.k8s.io", "v1", "Gateway", "gateways", true, "gtw"),
        ("example.com", "v1", "Widget", "widgets", true, ""),
    ];

    public static TestReply? Answer(TestRequest request, bool aggregated = true)
    {
        if (request.Path == "/version")
            return TestReply.Json(new JsonObject { ["major"] = "1", ["minor"] = "33+", ["gitVersion"] = "v1.33.1-test" });
        if (request.Path is "/api" or "/apis" && aggregated && request.Headers["Accept"].Contains("apidiscovery"))
            return TestReply.Json(Aggregated(request.Path == "/api"));
        return request.Path switch
        {
            "/api" => TestReply.Json(new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") }),
            "/apis" => TestReply.Json(new JsonObject
            {
                ["kind"] = "APIGroupList",
                ["groups"] = new JsonArray([.. Kinds.Select(kind => kind.Group).Where(group => group != "").Distinct().Select(group => new JsonObject
                {
                    ["name"] = group,
                    ["versions"] = new JsonArray(new JsonObject { ["groupVersion"] = group + "/v1" }),
                    ["preferredVersion"] = new JsonObject { ["groupVersion"] = group + "/v1" },
                })]),
            }),
            _ => Legacy(request.Path),
        };
    }

    private static TestReply? Legacy(string path)
    {
        var group = path == "/api/v1" ? "" : path.StartsWith("/apis/") && path.Split('/') is [_, _, var name, "v1"] ? name : null;
        if (group is null)
            return null;
        return TestReply.Json(new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["groupVersion"] = group == "" ? "v1" : group + "/v1",
            ["resources"] = new JsonArray([.. Kinds.Where(kind => kind.Group == group).SelectMany(kind => new JsonNode[]
            {
                new JsonObject { ["name"] = kind.Plural, ["singularName"] = kind.Kind.ToLowerInvariant(), ["namespaced"] = kind.Namespaced, ["kind"] = kind.Kind, ["verbs"] = new JsonArray("get", "list"), ["shortNames"] = new JsonArray(kind.Short) },
                new JsonObject { ["name"] = kind.Plural + "/status", ["namespaced"] = kind.Namespaced, ["kind"] = kind.Kind },
            })]),
        });
    }

    private static JsonObject Aggregated(bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["items"] = new JsonArray([.. Kinds.Where(kind => kind.Group == "" == core).GroupBy(kind => kind.Group).Select(group => new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = group.Key },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = "v1",
                ["resources"] = new JsonArray([.. group.Select(kind => new JsonObject
                {
                    ["resource"] = kind.Plural,
                    ["responseKind"] = new JsonObject { ["group"] = "", ["version"] = "", ["kind"] = kind.Kind },
                    ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
                    ["singularResource"] = kind.Kind.ToLowerInvariant(),
                    ["verbs"] = new JsonArray("get", "list", "watch"),
                    ["shortNames"] = new JsonArray(kind.Short),
                    ["categories"] = kind.Kind is "Pod" or "Deployment" or "Service" ? new JsonArray("all") : null,
                    ["subresources"] = new JsonArray(new JsonObject { ["subresource"] = "status" }),
                })]),
            }),
        })]),
    };
}

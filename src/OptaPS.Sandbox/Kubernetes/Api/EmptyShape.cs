using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>The always-written empty parts of an object that has only metadata, as bookmarks show them.</summary>
internal static class EmptyShape
{
    public static JsonObject Complete(ResourceKind kind, ResponseForm form, JsonObject body)
    {
        if (form.Transform == "Table")
        {
            return new JsonObject
            {
                ["kind"] = "Table",
                ["apiVersion"] = "meta.k8s.io/" + form.TransformVersion,
                ["metadata"] = body["metadata"]!.DeepClone(),
                ["columnDefinitions"] = null,
                ["rows"] = new JsonArray()
            };
        }

        if (form.Transform.Length > 0)
            return new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/" + form.TransformVersion, ["metadata"] = body["metadata"]!.DeepClone() };
        if (kind.Custom is not null || kind.Schema is null)
            return body;
        switch (kind.Kind)
        {
            case "Pod":
                body["spec"] = new JsonObject { ["containers"] = null };
                body["status"] = new JsonObject();
                break;
            case "Namespace" or "Node":
                body["spec"] = new JsonObject();
                body["status"] = new JsonObject();
                break;
        }

        return body;
    }
}

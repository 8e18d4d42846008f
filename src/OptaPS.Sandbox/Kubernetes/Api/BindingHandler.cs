using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Pods;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>pods/binding: puts a pod on a node.</summary>
internal sealed class BindingHandler(Cluster cluster)
{
    public async Task CreateAsync(ApiRequest request)
    {
        if (request.Info.Verb != "create")
            throw ApiErrors.MethodNotAllowed();
        var body = await BodyReader.ReadObjectAsync(request, "Binding", null);
        var node = body.Text("target", "name") ?? "";
        if (node.Length == 0)
            throw new ApiException(500, "", "target.name: Required value");
        if (body.Text("target", "kind") is not (null or "" or "Node"))
            throw new ApiException(500, "", FieldError.NotSupported("target.kind", body.Text("target", "kind"), "Node", "<empty>") is var error ? error.Field + ": " + error.Text : "");
        await PodBinder.BindAsync(cluster, request.Kind, request.Info.Namespace, request.Info.Name.Length > 0 ? request.Info.Name : body.Name(), node, request.Aborted);
        request.Changed = true;
        await cluster.Store.FlushedAsync();
        await ResponseWriter.WriteAsync(request, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 },
            Negotiator.Choose(request, transforms: false));
    }
}

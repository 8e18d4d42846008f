using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>POST and PUT of objects.</summary>
internal sealed class WriteHandler(Cluster cluster)
{
    public async Task CreateAsync(ApiRequest request)
    {
        var form = Negotiator.Choose(request, transforms: true);
        var dryRun = request.DryRun;
        var body = await ReadAsync(request);
        if (request.Kind.Namespaced)
        {
            var ns = body.Namespace();
            if (ns.Length > 0 && ns != request.Info.Namespace)
                throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        if (body.Text("metadata", "resourceVersion") is { Length: > 0 } && !dryRun)
            throw new ApiException(500, "", "resourceVersion should not be set on objects to be created");
        if (request.Kind.Custom is { } custom && cluster.Store.Get("apiextensions.k8s.io/customresourcedefinitions", "", custom.Definition)?.Body.IsDeleting() == true)
            throw ApiErrors.Forbidden(request.Kind, body.Name(), "create not allowed while custom resource definition is terminating");
        var result = await cluster.Objects.CreateAsync(Context(request, dryRun), body, request.Aborted);
        await AnswerAsync(request, result, form);
    }

    public async Task UpdateAsync(ApiRequest request)
    {
        var form = Negotiator.Choose(request, transforms: true);
        var dryRun = request.DryRun;
        var body = await ReadAsync(request);
        CheckName(request, body);
        if (cluster.Store.Get(request.Kind.Storage, request.Info.Namespace, request.Info.Name) is null)
        {
            if (body.Uid().Length > 0 && request.Kind.Kind is not "Lease")
                throw ApiErrors.NotFound(request.Kind, request.Info.Name);
            if (request.Kind.Kind is not ("Lease" or "Endpoints" or "ServiceAccount" or "Event" or "ClusterRole" or "Role" or "RoleBinding" or "ClusterRoleBinding" or "LimitRange" or "RuntimeClass" or "PriorityClass" or "Service")
                || (request.Info.Subresource.Length > 0 && request.Kind.Storage != "/services"))
                throw ApiErrors.NotFound(request.Kind, request.Info.Name);
            var made = await cluster.Objects.CreateAsync(Context(request, dryRun), body, request.Aborted);
            await AnswerAsync(request, made, form);
            return;
        }

        if (request.Kind.Custom is not null && body.Text("metadata", "resourceVersion") is null or "" && request.Kind.Custom is not null)
            throw ApiErrors.Invalid(request.Kind, request.Kind.QualifiedPlural, request.Info.Name, [FieldError.Invalid("metadata.resourceVersion", 0, "must be specified for an update")]);
        var result = await cluster.Objects.UpdateAsync(Context(request, dryRun), _ => body.Copy(), request.Aborted);
        await AnswerAsync(request, result, form);
    }

    public WriteContext Context(ApiRequest request, bool dryRun) => new(request.Kind, request.Info.Namespace, request.Info.Name)
    {
        User = request.User,
        Manager = request.FieldManager,
        Subresource = request.Info.Subresource,
        DryRun = dryRun,
        Replaces = request.Info.Verb == "update",
        Warnings = request.Warnings
    };

    public async Task AnswerAsync(ApiRequest request, WriteResult result, ResponseForm form)
    {
        request.EffectUid = result.Body.Uid();
        request.EffectName = result.Body.Name();
        request.Changed = result.Changed;
        if (result.Changed)
            await cluster.Store.FlushedAsync();
        var output = new ObjectForm(cluster, request, form);
        await ResponseWriter.WriteAsync(request, result.Created ? 201 : 200, output.Single(result.Body), form);
    }

    public async Task<JsonObject> ReadAsync(ApiRequest request)
    {
        FieldManagers.Check(request, "CreateOptions");
        var duplicates = new List<string>();
        var body = await BodyReader.ReadObjectAsync(request, request.Kind.Kind, duplicates);
        return new BodyDecoder(cluster, request).Decode(body, duplicates);
    }

    private static void CheckName(ApiRequest request, JsonObject body)
    {
        var ns = body.Namespace();
        if (request.Kind.Namespaced && ns.Length > 0 && ns != request.Info.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        var name = body.Name();
        if (name.Length == 0)
            throw ApiErrors.BadRequest("name must be provided");
        if (name != request.Info.Name)
            throw ApiErrors.BadRequest("the name of the object (" + name + ") does not match the name on the URL (" + request.Info.Name + ")");
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>DELETE of one object or a collection.</summary>
internal sealed class DeleteHandler(Cluster cluster)
{
    public async Task DeleteAsync(ApiRequest request)
    {
        var form = Negotiator.Choose(request, transforms: true);
        var options = await DeleteOptionsReader.ReadAsync(request);
        var result = await cluster.Deleter.DeleteAsync(request.Kind, request.Info.Namespace, request.Info.Name, options, request.Aborted);
        request.EffectUid = result.Body.Uid();
        request.Changed = result.Changed;
        await cluster.Store.FlushedAsync();
        if (request.Kind.Storage == "batch/jobs" && options.Propagation is null && !options.DryRun)
            request.Warnings.Add("child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
        var output = new ObjectForm(cluster, request, form);
        if (result.Removed && !ReturnsObject(request.Kind.Storage) && !(request.Kind.Storage == "/namespaces" && result.Body.IsDeleting()))
        {
            await ResponseWriter.WriteAsync(request, 200, Success(request, result.Body), form);
            return;
        }

        await ResponseWriter.WriteAsync(request, 200, output.Single(VersionConverter.FromStorage(cluster, request.Kind, result.Body.Copy())), form);
    }

    public async Task DeleteCollectionAsync(ApiRequest request)
    {
        var form = Negotiator.Choose(request, transforms: true);
        var options = await DeleteOptionsReader.ReadAsync(request);
        var labels = LabelSelector.Parse(request.Query("labelSelector"));
        var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Kind);
        var deleted = new List<JsonObject>();
        var output = new ObjectForm(cluster, request, form);
        foreach (var stored in cluster.Store.List(request.Kind.Storage, request.Info.Namespace))
        {
            if (!labels.Matches(stored.Body) || !fields.Matches(stored.Body))
                continue;
            try
            {
                await cluster.Deleter.DeleteAsync(request.Kind, stored.Key.Namespace, stored.Key.Name, options, request.Aborted);
                deleted.Add(output.Convert(stored));
                request.Changed |= !options.DryRun;
            }
            catch (ApiException e) when (e.Code == 404)
            {
                // Someone else was faster.
            }
        }

        await cluster.Store.FlushedAsync();
        await ResponseWriter.WriteAsync(request, 200, output.List(deleted, new JsonObject { ["resourceVersion"] = cluster.Store.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) }), form);
    }

    private static bool ReturnsObject(string storage) => storage is "/pods" or "/services" or "/serviceaccounts" or "/persistentvolumeclaims" or "/persistentvolumes"
        or "/resourcequotas" or "/podtemplates" or "/namespaces" && storage != "/namespaces";

    private static JsonObject Success(ApiRequest request, JsonObject body)
    {
        var details = ApiErrors.Details(request.Kind, request.Info.Name);
        details["uid"] = body.Uid();
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }
}

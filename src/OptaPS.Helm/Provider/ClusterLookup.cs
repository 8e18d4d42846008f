using System.Text.Json.Nodes;
using OptaPS.Helm.Rendering;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Provider;

/// <summary>Answers the <c>lookup</c> function of templates from a cluster.</summary>
/// <param name="client">The cluster.</param>
public sealed class ClusterLookup(IKubernetesClient client) : ILookup
{
    /// <inheritdoc/>
    public async Task<JsonObject?> GetAsync(string apiVersion, string kind, string @namespace, string name, CancellationToken cancellationToken)
    {
        var type = GroupVersionKind.Of(apiVersion, kind);
        var space = @namespace.Length == 0 ? null : @namespace;
        try
        {
            if (name.Length > 0)
                return await client.GetAsync(new ObjectKey(type, space, name), cancellationToken);
            var items = new JsonArray();
            await foreach (var item in client.ListAsync(new ListQuery(type, space), cancellationToken))
                items.Add((JsonNode)item);
            return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind + "List", ["items"] = items };
        }
        catch (KubernetesException e) when (e.Failure is KubernetesFailure.NotFound or KubernetesFailure.UnknownKind)
        {
            return null;
        }
        catch (KubernetesException e)
        {
            throw e.ToOptaException();
        }
    }
}

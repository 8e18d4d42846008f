using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Makes the namespace of a release when it is missing, and marks that it did.</summary>
internal sealed class NamespaceCreation(ReleaseCluster cluster)
{
    /// <summary>The annotation of namespaces that were made for releases.</summary>
    public const string Mark = "optaps.dev/made-for-release";

    /// <summary>Makes it, labelled as Helm does.</summary>
    public async Task EnsureAsync(string name, CancellationToken cancellationToken)
    {
        if (await cluster.Client.GetAsync(ObjectKey.Of("v1", "Namespace", null, name), cancellationToken) is not null)
            return;
        var document = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["name"] = name }, ["annotations"] = new JsonObject { [Mark] = "true" } },
        };
        try
        {
            await cluster.Client.CreateAsync(document, new WriteOptions { FieldManager = "helm" }, cancellationToken);
        }
        catch (KubernetesException e) when (e.Failure == KubernetesFailure.AlreadyExists)
        {
            // Somebody else made it in between, which is as good.
        }
    }
}

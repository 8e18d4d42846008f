using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Clouds.Aws.Recovery;
using OptaPS.Diagnostics;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Provider;
using OptaPS.Operations.Sessions;

namespace OptaPS.Operations.Recovery;

/// <summary>
/// Finds what an environment has inside its clusters, so that it is removed before them: a load balancer that a controller has made goes only with
/// its object. A cluster that does not answer is told, and goes as it is.
/// </summary>
internal static class ClusterSearch
{
    private const string ReleaseSecret = "helm.sh/release.v1";
    private static readonly string[] Foundations = ["Namespace", "CustomResourceDefinition"];

    public static async Task<IReadOnlyList<(string Layer, ResourceRecord Record)>> FindAsync(Session session, string environment, AwsAccount account, IReadOnlyList<MarkedResource> marked, IOperationSink sink, CancellationToken cancellationToken)
    {
        var found = new List<(string, ResourceRecord)>();
        foreach (var cluster in marked.Where(one => one.TypeName == "AWS::EKS::Cluster"))
        {
            var connection = new JsonObject
            {
                ["endpoint"] = cluster.Properties["Endpoint"]?.DeepClone(),
                ["caData"] = cluster.Properties["CertificateAuthorityData"]?.DeepClone(),
                ["credential"] = EksCredentialSource.Credential(cluster.Identifier, account.Region),
            };
            try
            {
                var client = await session.Clusters.GetAsync(connection, cancellationToken);
                var objects = new List<JsonObject>();
                await foreach (var live in OwnedObjects.ListAsync(client, $"{OwnershipMark.Environment}={OwnershipMark.LabelValue(environment)}", cancellationToken))
                    objects.Add(live);

                // Whatever runs in the cloud for the cluster is needed until nothing is in it any more.
                string[] hosts = [.. marked.Where(one => one.Address == cluster.Address || one.Needs.Contains(cluster.Address, StringComparer.Ordinal)).Select(one => one.Address)];
                found.AddRange(Records(objects, environment, connection, hosts));
            }
            catch (Exception exception) when (exception is OptaException or KubernetesException or Engine.Providers.ProviderException)
            {
                sink.Report(Silent(cluster, exception.Message));
            }
        }

        return found;
    }

    private static IEnumerable<(string Layer, ResourceRecord Record)> Records(IReadOnlyList<JsonObject> objects, string environment, JsonObject connection, string[] hosts)
    {
        var releases = objects.Where(IsRelease).GroupBy(live => $"{live.GetNamespace()}/{live.GetLabel("name")}", StringComparer.Ordinal)
            .Select(group => (Layer: LayerOf(group.First(), environment), Record: New($"recovered/release-{group.Key.Replace('/', '-')}", new ResourceType("helm", "release"), group.Key))).ToList();
        var others = objects.Where(live => !IsRelease(live))
            .Select(live => (Live: live, Layer: LayerOf(live, environment), Record: New(live.GetAnnotation(OwnershipMark.Address) ?? $"recovered/{live.GetKind().Kind.ToLowerInvariant()}-{live.GetName()}", new ResourceType("kubernetes", live.GetKind().ToString()), IdentifierOf(live)))).ToList();
        var foundations = others.Where(one => Foundations.Contains(one.Live.GetKind().Kind, StringComparer.Ordinal)).ToList();

        // Objects first, while their controllers run; then the releases; then definitions and namespaces; each within its layer.
        foreach (var (layer, record) in releases)
            yield return (layer, record with { Dependencies = [.. Hosts(layer), .. foundations.Where(one => one.Layer == layer).Select(one => one.Record.Address)] });
        foreach (var (live, layer, record) in others)
        {
            yield return (layer, record with
            {
                Dependencies = Foundations.Contains(live.GetKind().Kind, StringComparer.Ordinal)
                    ? Hosts(layer)
                    : [.. Hosts(layer), .. foundations.Where(one => one.Layer == layer).Select(one => one.Record.Address), .. releases.Where(one => one.Layer == layer).Select(one => one.Record.Address)],
            });
        }

        string[] Hosts(string layer) => layer == environment ? hosts : [];
        ResourceRecord New(string address, ResourceType type, string identifier) => new(address, type) { Status = RecordStatus.Ready, Identifier = identifier, Connection = connection.DeepClone().AsObject() };
    }

    private static bool IsRelease(JsonObject live) => live["type"]?.ToString() == ReleaseSecret;

    private static string IdentifierOf(JsonObject live) => $"{(live.GetNamespace() is { } space ? space + "/" : "")}{live.GetName()}@{live.GetUid()}";

    // Objects carry the exact name; on releases it is in the form that labels allow, where the slash is a dot.
    private static string LayerOf(JsonObject live, string environment)
    {
        if (live.GetAnnotation(OwnershipMark.Layer) is { } exact)
            return exact;
        var label = live.GetLabel(OwnershipMark.Layer) ?? "";
        var prefix = OwnershipMark.LabelValue(environment) + ".";
        return label.StartsWith(prefix, StringComparison.Ordinal) ? $"{environment}/{label[prefix.Length..]}" : environment;
    }

    private static Diagnostic Silent(MarkedResource cluster, string cause) =>
        new("OPTA7083", Severity.Warning, $"What is in the cluster '{cluster.Identifier}' could not be listed: {cause}")
        {
            Resource = cluster.Address,
            Remedy = "The cluster is removed as it is. Load balancers and volumes that its controllers have made may be left; the removal lists what keeps the network from going.",
        };
}

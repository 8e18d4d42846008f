using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Certificates;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Aws.LoadBalancing;

/// <summary>What the AWS Load Balancer Controller of a cluster does for Services: one network load balancer each, with a listener for each port.</summary>
internal sealed class ServiceBalancers(CloudWorld world, ResourceFactory factory, CertificateMaterial material, string region, string cluster) : ILoadBalancerCloud
{
    private const string Balancer = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    private const string Listener = "AWS::ElasticLoadBalancingV2::Listener";
    private const string Annotation = "service.beta.kubernetes.io/aws-load-balancer-";

    public string Finalizer => "service.k8s.aws/resources";

    public string? NameOf(JsonObject service) => Value(service, "name");

    public async Task EnsureAsync(JsonObject service, string host)
    {
        var balancer = Find(service) ?? await MakeAsync(service, host);
        var arn = balancer.Text("LoadBalancerArn");
        var wanted = service.Objects("spec", "ports").Select(port => ListenerOf(service, arn, port.Number("port") ?? 0)).ToList();
        var present = world.All(Listener, region).Where(listener => listener.Text("LoadBalancerArn") == arn).ToList();
        foreach (var listener in present.Where(listener => !wanted.Exists(model => Same(model, listener.Model))))
        {
            await factory.DeleteAsync(listener, "");
        }

        foreach (var model in wanted.Where(model => !present.Exists(listener => Same(model, listener.Model))))
        {
            await factory.CreateAsync(Listener, model, region, "", "");
        }
    }

    public async Task ReleaseAsync(JsonObject service)
    {
        if (Find(service) is { } balancer)
        {
            await factory.DeleteAsync(balancer, "");
        }
    }

    public X509Certificate2? CertificateOf(JsonObject service) => EndsTls(service, 443) ? material.Find(Certificate(service)) : null;

    private CloudResource? Find(JsonObject service) => world.All(Balancer, region).FirstOrDefault(balancer =>
        Tag(balancer, "elbv2.k8s.aws/cluster") == cluster && Tag(balancer, "service.k8s.aws/stack") == Stack(service));

    private async Task<CloudResource> MakeAsync(JsonObject service, string host)
    {
        var name = NameOf(service) ?? host.Split('.')[0];
        var made = await factory.CreateAsync(
            Balancer,
            new JsonObject
            {
                ["Name"] = name.Length > 32 ? name[..32].TrimEnd('-') : name,
                ["Type"] = "network",
                ["Scheme"] = Value(service, "scheme") ?? "internal",
                ["Tags"] = new JsonArray(
                    new JsonObject { ["Key"] = "elbv2.k8s.aws/cluster", ["Value"] = cluster },
                    new JsonObject { ["Key"] = "service.k8s.aws/stack", ["Value"] = Stack(service) }),
            },
            region,
            "",
            "");
        var model = (JsonObject)made.Model.DeepClone();
        model["DNSName"] = host;
        made = made with { Model = model };
        await world.PutAsync(made);
        return made;
    }

    private static JsonObject ListenerOf(JsonObject service, string balancer, long port)
    {
        var listener = new JsonObject
        {
            ["LoadBalancerArn"] = balancer,
            ["Port"] = port,
            ["Protocol"] = "TCP",
            ["DefaultActions"] = new JsonArray(new JsonObject { ["Type"] = "forward" }),
        };
        if (EndsTls(service, port))
        {
            listener["Protocol"] = "TLS";
            listener["Certificates"] = new JsonArray(new JsonObject { ["CertificateArn"] = Certificate(service) });
        }

        return listener;
    }

    private static bool EndsTls(JsonObject service, long port) =>
        Certificate(service).Length > 0
        && (Value(service, "ssl-ports") is not { } ports || ports.Split(',').Contains(port.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal));

    private static string Certificate(JsonObject service) => (Value(service, "ssl-cert") ?? "").Split(',')[0].Trim();

    private static bool Same(JsonObject wanted, JsonObject present) => wanted.All(member => JsonNode.DeepEquals(member.Value, present[member.Key]));

    private static string Stack(JsonObject service) => $"{service.Namespace()}/{service.Name()}";

    private static string? Value(JsonObject service, string name) => service.Text("metadata", "annotations", Annotation + name) is { Length: > 0 } value ? value : null;

    private static string Tag(CloudResource resource, string key) =>
        (resource.Model["Tags"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(tag => (string?)tag["Key"] == key)?["Value"]?.ToString() ?? "";
}

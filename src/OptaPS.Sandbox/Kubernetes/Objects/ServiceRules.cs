using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Cluster addresses and node ports of services.</summary>
internal sealed class ServiceRules : IKindRules
{
    public IReadOnlyList<string> Storages { get; } = ["/services"];

    public void PrepareCreate(Cluster cluster, JsonObject body) => body["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
        if (context.Subresource == "status")
            return;
        var spec = body.Ensure("spec");
        var type = spec.Text("type");
        var oldType = old.Text("spec", "type");
        if (type != "ExternalName" && oldType != "ExternalName")
        {
            foreach (var name in new[] { "clusterIP", "clusterIPs" })
            {
                if (spec[name] is null && old.At("spec", name) is { } value)
                    spec[name] = value.DeepClone();
            }
        }

        if (type != "ExternalName")
        {
            foreach (var name in new[] { "ipFamilies", "ipFamilyPolicy" })
            {
                if (spec[name] is null && old.At("spec", name) is { } value)
                    spec[name] = value.DeepClone();
            }
        }

        if (type == "ExternalName" && oldType != type)
        {
            foreach (var name in new[] { "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy" })
                spec.Remove(name);
        }

        var external = type is "NodePort" or "LoadBalancer";
        if (!external)
        {
            spec.Remove("externalTrafficPolicy");
            if (oldType is "NodePort" or "LoadBalancer")
            {
                foreach (var port in spec.Objects("ports"))
                {
                    var before = old.Objects("spec", "ports").FirstOrDefault(other => other.Number("port") == port.Number("port"));
                    if (before?.Number("nodePort") == port.Number("nodePort"))
                        port.Remove("nodePort");
                }
            }
        }
        else
        {
            foreach (var port in spec.Objects("ports").Where(port => port["nodePort"] is null))
            {
                if (old.Objects("spec", "ports").FirstOrDefault(other => Key(other) == Key(port))?.Number("nodePort") is { } kept)
                    port["nodePort"] = kept;
            }
        }

        if (type != "LoadBalancer")
        {
            spec.Remove("allocateLoadBalancerNodePorts");
            if (oldType == "LoadBalancer")
                body["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        }
    }

    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
        var spec = body.Ensure("spec");
        var type = spec.Text("type");
        if (type == "ExternalName")
            return;
        if (spec.Text("clusterIP") is null or "")
        {
            spec["clusterIP"] = spec.List("clusterIPs")?.FirstOrDefault().Text() ?? FreeAddress(cluster);
        }

        spec.Default("clusterIPs", new JsonArray(spec.Text("clusterIP")));
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
        if (type is not ("NodePort" or "LoadBalancer") || spec.FlagOrNull("allocateLoadBalancerNodePorts") == false)
            return;
        var used = cluster.Store.List("/services").Where(item => item.Body.Uid() != body.Uid())
            .SelectMany(item => item.Body.Objects("spec", "ports")).Select(port => port.Number("nodePort") ?? 0).ToHashSet();
        foreach (var port in spec.Objects("ports").Where(port => (port.Number("nodePort") ?? 0) == 0))
        {
            long number;
            do
                number = RandomNumberGenerator.GetInt32(30086, 32768);
            while (!used.Add(number));
            port["nodePort"] = number;
        }

        if (type == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local" && spec["healthCheckNodePort"] is null)
            spec["healthCheckNodePort"] = (long)RandomNumberGenerator.GetInt32(30086, 32768);
    }

    private static string FreeAddress(Cluster cluster)
    {
        var used = cluster.Store.List("/services").Select(item => item.Body.Text("spec", "clusterIP")).ToHashSet();
        string address;
        do
            address = string.Create(CultureInfo.InvariantCulture, $"10.{RandomNumberGenerator.GetInt32(96, 112)}.{RandomNumberGenerator.GetInt32(1, 255)}.{RandomNumberGenerator.GetInt32(1, 255)}");
        while (!used.Add(address));
        return address;
    }

    private static string Key(JsonObject port) => port.Text("protocol") + "/" + port.Number("port");
}

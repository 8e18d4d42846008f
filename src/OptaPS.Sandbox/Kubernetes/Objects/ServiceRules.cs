using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Cluster addresses and node ports of services.</summary>
internal sealed class ServiceRules : IKindRules
{
    private const string Range = "10.96.0.0/16";

    public IReadOnlyList<string> Storages { get; } = ["/services"];

    public void PrepareCreate(Cluster cluster, JsonObject body) => body["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
        if (context.Subresource == "status")
            return;
        var spec = body.Ensure("spec");
        var type = spec.Text("type");
        var oldType = old.Text("spec", "type");
        // A changed first address without a changed list means the list.
        if (spec.Text("clusterIP") is { } first && first != old.Text("spec", "clusterIP") && JsonWrite.Same(spec["clusterIPs"], old.At("spec", "clusterIPs")))
        {
            spec.Remove("clusterIPs");
            if (first.Length > 0)
                spec["clusterIPs"] = new JsonArray(first);
        }

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

        var external = type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec.List("externalIPs") is { Count: > 0 });
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

        if (old is null || old.Text("spec", "clusterIP") != spec.Text("clusterIP"))
            CheckAddress(cluster, body, spec.Text("clusterIP")!, dryRun);

        spec.Default("clusterIPs", new JsonArray(spec.Text("clusterIP")));
        if (spec.Text("clusterIP") == "None" && spec["selector"] is null)
        {
            // Nobody knows which families the end points of such a service will have.
            spec.Default("ipFamilies", new JsonArray("IPv4", "IPv6"));
            spec.Default("ipFamilyPolicy", "RequireDualStack");
        }

        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
        if (type == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local" && spec["healthCheckNodePort"] is null)
            spec["healthCheckNodePort"] = (long)RandomNumberGenerator.GetInt32(30086, 32768);
        if (type is not ("NodePort" or "LoadBalancer") || spec.FlagOrNull("allocateLoadBalancerNodePorts") == false)
            return;
        var used = cluster.Store.List("/services").Where(item => item.Body.Uid() != body.Uid())
            .SelectMany(item => item.Body.Objects("spec", "ports")).Select(port => port.Number("nodePort") ?? 0).ToHashSet();
        CheckPorts(cluster, body, used, dryRun);
        foreach (var port in spec.Objects("ports").Where(port => (port.Number("nodePort") ?? 0) == 0))
        {
            long number;
            do
                number = RandomNumberGenerator.GetInt32(30086, 32768);
            while (!used.Add(number));
            port["nodePort"] = number;
        }
    }

    /// <summary>Whether ports are in their range is not looked at in a dry run.</summary>
    private static void CheckPorts(Cluster cluster, JsonObject body, HashSet<long> used, bool dryRun)
    {
        var errors = new List<FieldError>();
        var index = 0;
        foreach (var port in body.Objects("spec", "ports"))
        {
            var field = $"spec.ports[{index++}].nodePort";
            var number = port.Number("nodePort") ?? 0;
            if (!dryRun && number is > 0 and (< 30000 or > 32767))
                errors.Add(FieldError.Invalid(field, number, "provided port is not in the valid range. The range of valid ports is 30000-32767"));
            else if (number > 0 && used.Contains(number))
                errors.Add(FieldError.Invalid(field, number, "provided port is already allocated"));
        }

        if (errors.Count > 0)
            throw ApiErrors.Invalid(cluster.Kinds.Builtin("", "services"), body.Name(), errors);
    }

    private static void CheckAddress(Cluster cluster, JsonObject body, string address, bool dryRun)
    {
        if (address == "None")
            return;
        var why = !address.StartsWith("10.96.", StringComparison.Ordinal)
            ? dryRun ? $"the provided IP ({address}) is not in the valid range. The range of valid IPs is {Range}" : "the provided network does not match the current range"
            : cluster.Store.List("/services").Any(item => item.Body.Uid() != body.Uid() && item.Body.Text("spec", "clusterIP") == address) ? "provided IP is already allocated" : null;
        if (why is not null)
        {
            throw ApiErrors.Invalid(cluster.Kinds.Builtin("", "services"), body.Name(),
                [FieldError.Invalid("spec.clusterIPs", new JsonArray(address), $"failed to allocate IP {address}: {why}")]);
        }
    }

    private static string FreeAddress(Cluster cluster)
    {
        var used = cluster.Store.List("/services").Select(item => item.Body.Text("spec", "clusterIP")).ToHashSet();
        string address;
        do
            address = string.Create(CultureInfo.InvariantCulture, $"10.96.{RandomNumberGenerator.GetInt32(1, 255)}.{RandomNumberGenerator.GetInt32(1, 255)}");
        while (!used.Add(address));
        return address;
    }

    private static string Key(JsonObject port) => port.Text("protocol") + "/" + port.Number("port");
}

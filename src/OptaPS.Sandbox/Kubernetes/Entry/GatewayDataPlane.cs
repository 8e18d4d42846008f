using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Patch;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>The Deployment and Service that carry a gateway's traffic, as NGINX Gateway Fabric provisions them.</summary>
internal static class GatewayDataPlane
{
    public static string Name(JsonObject gateway) => gateway.Name() + "-" + gateway.Text("spec", "gatewayClassName");

    public static async Task<JsonObject> EnsureAsync(Cluster cluster, JsonObject gateway, JsonObject gatewayClass, CancellationToken ct)
    {
        var proxy = Proxy(cluster, gateway, gatewayClass);
        var name = Name(gateway);
        var ns = gateway.Namespace();
        var labels = new JsonObject
        {
            ["app.kubernetes.io/instance"] = gatewayClass.Name(),
            ["app.kubernetes.io/managed-by"] = gatewayClass.Name() + "-nginx",
            ["app.kubernetes.io/name"] = name,
            ["gateway.networking.k8s.io/gateway-name"] = gateway.Name()
        };
        foreach (var (key, value) in gateway.Pairs("spec", "infrastructure", "labels"))
            labels[key] = value;
        var annotations = JsonWrite.ToMap(gateway.Pairs("spec", "infrastructure", "annotations"));
        JsonObject Meta() => new()
        {
            ["name"] = name,
            ["namespace"] = ns,
            ["labels"] = labels.DeepClone(),
            ["annotations"] = annotations.Count == 0 ? null : annotations.DeepClone(),
            ["ownerReferences"] = new JsonArray(Owners.Reference(gateway))
        };
        await ApplyAsync(cluster, "", "serviceaccounts", new JsonObject { ["metadata"] = Meta() }, ct);
        await ApplyAsync(cluster, "apps", "deployments", new JsonObject { ["metadata"] = Meta(), ["spec"] = Workload(gateway, proxy, name, labels, annotations) }, ct);
        var service = new JsonObject { ["metadata"] = Meta(), ["spec"] = ServiceSpec(gateway, proxy, labels) };
        foreach (var patch in proxy.Objects("spec", "kubernetes", "service", "patches").Where(patch => patch["value"] is JsonObject))
            service = (JsonObject)MergePatch.Apply(service, patch["value"])!;
        return await ApplyAsync(cluster, "", "services", service, ct);
    }

    private static JsonObject? Proxy(Cluster cluster, JsonObject gateway, JsonObject gatewayClass)
    {
        if (gateway.Text("spec", "infrastructure", "parametersRef", "kind") == "NginxProxy")
            return cluster.Store.Get("gateway.nginx.org/nginxproxies", gateway.Namespace(), gateway.Text("spec", "infrastructure", "parametersRef", "name") ?? "")?.Body;
        return gatewayClass.Map("spec", "parametersRef") is { } reference
            ? cluster.Store.Get("gateway.nginx.org/nginxproxies", reference.Text("namespace") ?? "", reference.Text("name") ?? "")?.Body
            : null;
    }

    private static JsonObject Workload(JsonObject gateway, JsonObject? proxy, string name, JsonObject labels, JsonObject annotations)
    {
        var image = proxy.Map("spec", "kubernetes", "deployment", "container", "image");
        var ports = gateway.Objects("spec", "listeners").Select(listener => listener.Number("port") ?? 80).Distinct()
            .Select(port => (JsonNode)new JsonObject { ["name"] = "port-" + port, ["containerPort"] = port });
        return new JsonObject
        {
            ["replicas"] = proxy.Number("spec", "kubernetes", "deployment", "replicas") ?? 1,
            ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone(), ["annotations"] = annotations.Count == 0 ? null : annotations.DeepClone() },
                ["spec"] = new JsonObject
                {
                    ["serviceAccountName"] = name,
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "nginx",
                        ["image"] = (image.Text("repository") ?? "ghcr.io/nginx/nginx-gateway-fabric/nginx") + ":" + (image.Text("tag") ?? "2.6.7"),
                        ["ports"] = JsonWrite.ToArray(ports)
                    })
                }
            }
        };
    }

    private static JsonObject ServiceSpec(JsonObject gateway, JsonObject? proxy, JsonObject labels)
    {
        var spec = new JsonObject
        {
            ["type"] = proxy.Text("spec", "kubernetes", "service", "type") ?? "LoadBalancer",
            ["selector"] = labels.DeepClone(),
            ["ports"] = JsonWrite.ToArray(gateway.Objects("spec", "listeners").Select(listener => listener.Number("port") ?? 80).Distinct()
                .Select(port => (JsonNode)new JsonObject { ["name"] = "port-" + port, ["port"] = port, ["targetPort"] = port, ["protocol"] = "TCP" }))
        };
        if (spec.Text("type") is "LoadBalancer" or "NodePort")
            spec["externalTrafficPolicy"] = proxy.Text("spec", "kubernetes", "service", "externalTrafficPolicy") ?? "Local";
        if (proxy.Text("spec", "kubernetes", "service", "loadBalancerClass") is { } loadBalancerClass)
            spec["loadBalancerClass"] = loadBalancerClass;
        return spec;
    }

    /// <summary>Makes an object, or sets what differs in its spec and annotations.</summary>
    private static async Task<JsonObject> ApplyAsync(Cluster cluster, string group, string plural, JsonObject wanted, CancellationToken ct)
    {
        var kind = cluster.Kinds.Builtin(group, plural);
        var context = new WriteContext(kind, wanted.Namespace(), wanted.Name()) { Internal = true, Manager = "gateway" };
        if (wanted.At("metadata", "annotations") is null)
            wanted.Ensure("metadata").Remove("annotations");
        if (cluster.Store.Get(kind.Storage, wanted.Namespace(), wanted.Name()) is null)
            return (await cluster.Objects.CreateAsync(context, wanted, ct)).Body;
        var result = await cluster.Objects.UpdateAsync(context, body =>
        {
            if (wanted["spec"] is { } spec)
                body = (JsonObject)MergePatch.Apply(body, new JsonObject { ["spec"] = KeepPorts(body, spec.DeepClone().AsObject()) })!;
            if (wanted.Map("metadata", "annotations") is { } annotations)
                body = (JsonObject)MergePatch.Apply(body, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations.DeepClone() } })!;
            return body;
        }, ct);
        return result.Body;
    }

    /// <summary>Lists are replaced by a merge; what the server added to their items is kept.</summary>
    private static JsonObject KeepPorts(JsonObject body, JsonObject spec)
    {
        foreach (var port in spec.Objects("ports"))
        {
            if (body.Objects("spec", "ports").FirstOrDefault(item => item.Number("port") == port.Number("port"))?.Number("nodePort") is { } node)
                port["nodePort"] = node;
        }

        if (spec.Map("template", "spec") is { } template)
        {
            foreach (var container in template.Objects("containers"))
            {
                if (body.Objects("spec", "template", "spec", "containers").FirstOrDefault(item => item.Text("name") == container.Text("name")) is { } present)
                {
                    foreach (var (name, value) in present)
                    {
                        if (!container.ContainsKey(name))
                            container[name] = value?.DeepClone();
                    }

                    container["ports"] = JsonWrite.ToArray(container.Objects("ports").Select(port => (JsonNode)new JsonObject { ["name"] = port.Text("name"), ["containerPort"] = port.Number("containerPort"), ["protocol"] = "TCP" }));
                }
            }
        }

        return spec;
    }
}

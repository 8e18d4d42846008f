using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Provisions the data plane of gateways and reports their state, while the class's controller runs.</summary>
internal sealed class GatewayController(Cluster cluster) : IController
{
    private static readonly string[] Watched = ["apps/deployments", "/services", "/secrets", GatewayNames.Classes, GatewayNames.Routes, GatewayNames.GrpcRoutes];

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == GatewayNames.Gateways)
            return [change.Current.Key];
        return Watched.Contains(change.Current.Resource) ? cluster.Store.List(GatewayNames.Gateways).Select(item => item.Key) : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(GatewayNames.Gateways, key.Namespace, key.Name)?.Body is not { } gateway || gateway.IsDeleting()
            || cluster.Kinds.FindStorage(GatewayNames.Gateways) is not { } kind)
        {
            return null;
        }

        var className = gateway.Text("spec", "gatewayClassName") ?? "";
        if (cluster.Store.Get(GatewayNames.Classes, "", className)?.Body is not { } gatewayClass || GatewayControllers.Running(cluster, gatewayClass.Text("spec", "controllerName") ?? "") is null)
            return null;
        var service = await GatewayDataPlane.EnsureAsync(cluster, gateway, gatewayClass, ct);
        var addresses = Addresses(service);
        var deployment = cluster.Store.Get("apps/deployments", key.Namespace, GatewayDataPlane.Name(gateway))?.Body;
        var programmed = addresses.Count > 0 && (deployment.Number("status", "readyReplicas") ?? 0) > 0;
        await cluster.Objects.UpdateStatusAsync(kind, gateway, body => Report(body, addresses, programmed), ct);
        return null;
    }

    private void Report(JsonObject body, JsonArray addresses, bool programmed)
    {
        var status = body.Ensure("status");
        var generation = body.Number("metadata", "generation") ?? 1;
        if (addresses.Count > 0)
            status["addresses"] = addresses.DeepClone();
        else
            status.Remove("addresses");
        status["conditions"] = GatewayConditions.Merge(cluster, status["conditions"], generation,
            ("Accepted", true, "Accepted", "The Gateway is accepted"),
            ("Programmed", programmed, programmed ? "Programmed" : addresses.Count == 0 ? "AddressNotAssigned" : "Pending", programmed ? "The Gateway is programmed" : "The Gateway's data plane is not ready yet"));
        var listeners = new JsonArray();
        foreach (var listener in body.Objects("spec", "listeners"))
        {
            var name = listener.Text("name") ?? "";
            var before = status.Objects("listeners").FirstOrDefault(item => item.Text("name") == name);
            var missing = GatewayCertificates.MissingReference(cluster, body, listener);
            listeners.Add(new JsonObject
            {
                ["name"] = name,
                ["attachedRoutes"] = (long)cluster.Store.List(GatewayNames.Routes).Concat(cluster.Store.List(GatewayNames.GrpcRoutes)).Count(route => RouteAttachment.Attaches(cluster, route.Body, body, listener)),
                ["supportedKinds"] = new JsonArray(new JsonObject { ["group"] = "gateway.networking.k8s.io", ["kind"] = "HTTPRoute" }, new JsonObject { ["group"] = "gateway.networking.k8s.io", ["kind"] = "GRPCRoute" }),
                ["conditions"] = GatewayConditions.Merge(cluster, before?["conditions"], generation,
                    ("Accepted", true, "Accepted", "The Listener is accepted"),
                    ("Programmed", programmed && missing is null, missing is null ? programmed ? "Programmed" : "Pending" : "Invalid", missing ?? (programmed ? "The Listener is programmed" : "The data plane is not ready yet")),
                    ("ResolvedRefs", missing is null, missing is null ? "ResolvedRefs" : "InvalidCertificateRef", missing ?? "All references are resolved"),
                    ("Conflicted", false, "NoConflicts", "No conflicts"))
            });
        }

        status["listeners"] = listeners;
    }

    private static JsonArray Addresses(JsonObject service)
    {
        var list = new JsonArray();
        foreach (var ingress in service.Objects("status", "loadBalancer", "ingress"))
        {
            if (ingress.Text("hostname") is { } host)
                list.Add(new JsonObject { ["type"] = "Hostname", ["value"] = host });
            else if (ingress.Text("ip") is { } ip)
                list.Add(new JsonObject { ["type"] = "IPAddress", ["value"] = ip });
        }

        if (service.Text("spec", "type") != "LoadBalancer" && service.Text("spec", "clusterIP") is { Length: > 0 } address and not "None")
            list.Add(new JsonObject { ["type"] = "IPAddress", ["value"] = address });
        return list;
    }
}

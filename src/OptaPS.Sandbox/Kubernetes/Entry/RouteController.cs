using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Reports for routes of a kind whether their gateways take them and their backends exist.</summary>
internal sealed class RouteController(Cluster cluster, string resource) : IController
{
    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == resource)
            return [change.Current.Key];
        return change.Current.Resource is GatewayNames.Gateways or "/services" or GatewayNames.Classes or "gateway.networking.k8s.io/referencegrants" ? cluster.Store.List(resource).Select(item => item.Key) : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get(resource, key.Namespace, key.Name)?.Body is not { } route || route.IsDeleting() || cluster.Kinds.FindStorage(resource) is not { } kind)
            return null;
        var parents = new JsonArray();
        foreach (var parent in route.Objects("spec", "parentRefs"))
        {
            var gateway = cluster.Store.Get(GatewayNames.Gateways, parent.Text("namespace") ?? key.Namespace, parent.Text("name") ?? "")?.Body;
            var controller = gateway is null ? null : cluster.Store.Get(GatewayNames.Classes, "", gateway.Text("spec", "gatewayClassName") ?? "")?.Body.Text("spec", "controllerName");
            if (gateway is null || controller is null || GatewayControllers.Running(cluster, controller) is null)
                continue;
            var before = route.Objects("status", "parents").FirstOrDefault(item => JsonWrite.Same(item["parentRef"], parent));
            var attached = gateway.Objects("spec", "listeners").Any(listener => RouteAttachment.Attaches(cluster, route, gateway, listener));
            var missing = route.Objects("spec", "rules").SelectMany(rule => rule.Objects("backendRefs"))
                .FirstOrDefault(reference => cluster.Store.Get("/services", reference.Text("namespace") ?? key.Namespace, reference.Text("name") ?? "") is null);
            var forbidden = route.Objects("spec", "rules").SelectMany(rule => rule.Objects("backendRefs")).FirstOrDefault(reference => !ReferenceGrants.Allows(cluster, route, reference));
            parents.Add(new JsonObject
            {
                ["parentRef"] = parent.Copy(),
                ["controllerName"] = controller,
                ["conditions"] = GatewayConditions.Merge(cluster, before?["conditions"], route.Number("metadata", "generation") ?? 1,
                    ("Accepted", attached, attached ? "Accepted" : "NotAllowedByListeners", attached ? "The Route is accepted" : "The Route is not allowed by any listener of the Gateway"),
                    forbidden is not null
                        ? ("ResolvedRefs", false, "RefNotPermitted", $"Backend ref to Service {forbidden.Text("namespace")}/{forbidden.Text("name")} not permitted by any ReferenceGrant")
                        : ("ResolvedRefs", missing is null, missing is null ? "ResolvedRefs" : "BackendNotFound", missing is null ? "All references are resolved" : $"spec.rules[0].backendRefs[0].name: Not found: \"{missing.Text("name")}\""))
            });
        }

        if (parents.Count > 0 || route.At("status", "parents") is not null)
            await cluster.Objects.UpdateStatusAsync(kind, route, body => body.Ensure("status")["parents"] = parents.DeepClone(), ct);
        return null;
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>The older Endpoints object of every service that selects pods.</summary>
internal sealed class EndpointsController(Cluster cluster) : IController
{
    private const string Trigger = "endpoints.kubernetes.io/last-change-trigger-time";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/services")
        {
            yield return change.Current.Key;
        }
        else if (change.Current.Resource == "/pods")
        {
            foreach (var service in cluster.Store.List("/services", change.Current.Key.Namespace))
            {
                if (service.Body.Map("spec", "selector") is { Count: > 0 } selector && LabelSelector.FromMap(selector).Matches(change.Current.Body))
                    yield return service.Key;
            }
        }
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        var kind = cluster.Kinds.Builtin("", "endpoints");
        var present = cluster.Store.Get("/endpoints", key.Namespace, key.Name);
        var service = cluster.Store.Get("/services", key.Namespace, key.Name)?.Body;
        if (service is null || service.IsDeleting())
        {
            if (present is not null && service is null && present.Body.Label("endpoints.kubernetes.io/managed-by") is not null)
                cluster.Store.Remove(present);
            return null;
        }

        if (service.Map("spec", "selector") is not { Count: > 0 } selector)
            return null;
        var pods = cluster.Store.List("/pods", key.Namespace).Select(item => item.Body)
            .Where(pod => LabelSelector.FromMap(selector).Matches(pod) && pod.Text("status", "podIP") is not null && !PodFacts.IsTerminal(pod) && !pod.IsDeleting()).OrderBy(pod => pod.Text("status", "podIP"), StringComparer.Ordinal).ToList();
        var subsets = Subsets(service, pods);
        if (present is not null && JsonWrite.Same(present.Body["subsets"] ?? new JsonArray(), subsets))
            return null;
        JsonObject Fill(JsonObject body)
        {
            body["subsets"] = subsets.DeepClone();
            var meta = body.Ensure("metadata");
            var labels = service.Map("metadata", "labels")?.Copy() ?? [];
            labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller";
            if (service.Text("spec", "clusterIP") == "None")
                labels["service.kubernetes.io/headless"] = "";
            meta["labels"] = labels;
            meta.Ensure("annotations")[Trigger] = cluster.Timestamp;
            return body;
        }

        try
        {
            var context = new WriteContext(kind, key.Namespace, key.Name) { Internal = true };
            if (present is null)
                await cluster.Objects.CreateAsync(context, Fill(new JsonObject { ["metadata"] = new JsonObject { ["name"] = key.Name } }), ct);
            else
                await cluster.Objects.UpdateAsync(context, Fill, ct);
        }
        catch (ApiException e) when (e.Code is 403 or 404 or 409)
        {
            // The namespace is going away, or someone else was faster.
        }

        return null;
    }

    private static JsonArray Subsets(JsonObject service, List<JsonObject> pods)
    {
        if (pods.Count == 0)
            return [];
        var unready = service.Flag("spec", "publishNotReadyAddresses");
        var subset = new JsonObject();
        foreach (var pod in pods)
        {
            var address = new JsonObject
            {
                ["ip"] = pod.Text("status", "podIP"),
                ["nodeName"] = pod.Text("spec", "nodeName"),
                ["targetRef"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = pod.Namespace(), ["name"] = pod.Name(), ["uid"] = pod.Uid() }
            };
            if (pod.Text("spec", "hostname") is { Length: > 0 } host && pod.Text("spec", "subdomain") == service.Name())
                address["hostname"] = host;
            subset.EnsureList(unready || PodFacts.IsReady(pod) ? "addresses" : "notReadyAddresses").Add(address);
        }

        foreach (var port in service.Objects("spec", "ports"))
        {
            var number = port.Number("targetPort") ?? pods.SelectMany(pod => pod.Objects("spec", "containers")).SelectMany(container => container.Objects("ports"))
                .FirstOrDefault(item => item.Text("name") == port.Text("targetPort")).Number("containerPort");
            if (number is null)
                continue;
            var entry = new JsonObject { ["port"] = number, ["protocol"] = port.Text("protocol") ?? "TCP" };
            if (port.Text("name") is { Length: > 0 } name)
                entry["name"] = name;
            if (port.Text("appProtocol") is { } protocol)
                entry["appProtocol"] = protocol;
            subset.EnsureList("ports").Add(entry);
        }

        return [subset];
    }
}

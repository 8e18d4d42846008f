using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Publishes the pods behind a service as one EndpointSlice.</summary>
internal sealed class EndpointSliceController(Cluster cluster) : IController
{
    private const string Storage = "discovery.k8s.io/endpointslices";

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
                var selector = service.Body.Map("spec", "selector");
                if (selector is { Count: > 0 } && (LabelSelector.FromMap(selector).Matches(change.Current.Body) || (change.Previous is { } before && LabelSelector.FromMap(selector).Matches(before.Body))))
                    yield return service.Key;
            }
        }
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/services", key.Namespace, key.Name) is not { } stored || stored.Body.IsDeleting() || stored.Body.Map("spec", "selector") is not { Count: > 0 } selector)
            return null;
        var service = stored.Body;
        var pods = cluster.Store.List("/pods", key.Namespace).Select(item => item.Body)
            .Where(pod => LabelSelector.FromMap(selector).Matches(pod) && pod.Text("status", "podIP") is not null && !PodFacts.IsTerminal(pod)).ToList();
        var kind = cluster.Kinds.Builtin("discovery.k8s.io", "endpointslices");
        var slice = cluster.Store.List(Storage, key.Namespace).FirstOrDefault(item => Owners.IsControlledBy(item.Body, service));
        var publishUnready = service.Flag("spec", "publishNotReadyAddresses");
        var endpoints = JsonWrite.ToArray(pods.OrderBy(pod => pod.Name(), StringComparer.Ordinal).Select(pod => (JsonNode)Endpoint(pod, publishUnready)));
        var ports = JsonWrite.ToArray(service.Objects("spec", "ports").Select(port => (JsonNode?)Port(port, pods)).Where(port => port is not null));
        void Fill(JsonObject body)
        {
            body["addressType"] = "IPv4";
            body["endpoints"] = pods.Count == 0 ? null : endpoints.DeepClone();
            body["ports"] = pods.Count == 0 ? null : ports.DeepClone();
            var labels = new JsonObject();
            foreach (var (name, value) in service.Pairs("metadata", "labels"))
                labels[name] = value;
            labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io";
            labels["kubernetes.io/service-name"] = key.Name;
            if (service.Text("spec", "clusterIP") == "None")
                labels["service.kubernetes.io/headless"] = "";
            body.Ensure("metadata")["labels"] = labels;
        }

        if (slice is null)
        {
            var body = new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = key.Name + "-", ["annotations"] = new JsonObject { ["endpoints.kubernetes.io/last-change-trigger-time"] = service.Text("metadata", "creationTimestamp") }, ["ownerReferences"] = new JsonArray(Owners.Reference(service)) } };
            Fill(body);
            await cluster.Objects.CreateAsync(new WriteContext(kind, key.Namespace, "") { Internal = true }, body, ct);
            return null;
        }

        await cluster.Objects.UpdateAsync(new WriteContext(kind, key.Namespace, slice.Key.Name) { Internal = true }, body =>
        {
            Fill(body);
            return body;
        }, ct);
        return null;
    }

    private static JsonObject Endpoint(JsonObject pod, bool publishUnready)
    {
        var serving = PodFacts.IsReady(pod);
        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Text("status", "podIP")),
            ["conditions"] = new JsonObject { ["ready"] = publishUnready || (serving && !pod.IsDeleting()), ["serving"] = serving, ["terminating"] = pod.IsDeleting() },
            ["targetRef"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = pod.Namespace(), ["name"] = pod.Name(), ["uid"] = pod.Uid() },
            ["nodeName"] = pod.Text("spec", "nodeName")
        };
        if (pod.Label("topology.kubernetes.io/zone") is { } zone)
            endpoint["zone"] = zone;
        return endpoint;
    }

    private static JsonObject? Port(JsonObject port, List<JsonObject> pods)
    {
        var target = port["targetPort"];
        var number = target.Number();
        if (number is null && target.Text() is { } name)
        {
            number = pods.SelectMany(pod => pod.Objects("spec", "containers")).SelectMany(container => container.Objects("ports"))
                .FirstOrDefault(item => item.Text("name") == name).Number("containerPort");
            if (number is null)
                return null;
        }

        var result = new JsonObject { ["name"] = port.Text("name") ?? "", ["port"] = number ?? port.Number("port"), ["protocol"] = port.Text("protocol") ?? "TCP" };
        if (port.Text("appProtocol") is { } protocol)
            result["appProtocol"] = protocol;
        return result;
    }
}

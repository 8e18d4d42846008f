using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Disruption budgets, priority classes, leases, nodes, events.</summary>
internal sealed class PolicyValidator : IKindValidator
{
    private static readonly string[] SystemClasses = ["system-node-critical", "system-cluster-critical"];

    public IReadOnlyList<string> Storages { get; } = ["policy/poddisruptionbudgets", "scheduling.k8s.io/priorityclasses", "coordination.k8s.io/leases", "/nodes", "/events"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        switch (body.Text("kind"))
        {
            case "PodDisruptionBudget":
                Budget(found, body.Map("spec") ?? []);
                break;
            case "PriorityClass":
                Priority(found, body, old);
                break;
            case "Lease":
                if (body.Number("spec", "leaseDurationSeconds") is { } seconds and <= 0)
                    found.Invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0");
                if (body.Number("spec", "leaseTransitions") is { } transitions and < 0)
                    found.Invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0");
                break;
            case "Node":
                Node(found, body, old);
                break;
            case "Event":
                Event(found, body);
                break;
        }

        return found;
    }

    private static void Budget(Findings found, JsonObject spec)
    {
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
            found.Invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
        foreach (var name in new[] { "minAvailable", "maxUnavailable" })
        {
            found.Amount("spec." + name, spec[name]);
            found.AtMostAll("spec." + name, spec[name]);
        }

        SelectorRules.Check(found, spec["selector"], "spec.selector");
        found.OneOf("spec.unhealthyPodEvictionPolicy", spec.Text("unhealthyPodEvictionPolicy"), "AlwaysAllow", "IfHealthyBudget");
    }

    private static void Priority(Findings found, JsonObject body, JsonObject? old)
    {
        var name = body.Name();
        if (old is not null)
        {
            if ((old.Number("value") ?? 0) != (body.Number("value") ?? 0))
                found.Forbidden("value", "may not be changed in an update.");
            found.Immutable("preemptionPolicy", body["preemptionPolicy"], old["preemptionPolicy"]);
            return;
        }

        found.OneOf("preemptionPolicy", body.Text("preemptionPolicy"), "PreemptLowerPriority", "Never");
        if (SystemClasses.Contains(name))
            return;
        if (name.StartsWith("system-", StringComparison.Ordinal))
            found.Forbidden("metadata.name", $"priority class names with 'system-' prefix are reserved for system use only. error: {name} is not a known system priority class");
        if (body.Number("value") is > 1_000_000_000)
            found.Forbidden("value", "maximum allowed value of a user defined priority is 1000000000");
    }

    private static void Node(Findings found, JsonObject body, JsonObject? old)
    {
        TolerationRules.Taints(found, body["spec"], "metadata.taints");
        Networks(found, body["spec"]);
        if (old is null)
            return;
        // The checks of a new node run again in those of a changed one.
        TolerationRules.Taints(found, body["spec"], "metadata.taints");
        if (old.Text("spec", "podCIDR") is { Length: > 0 } network && body.Text("spec", "podCIDR") != network)
            found.Forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid");
    }

    private static void Networks(Findings found, JsonNode? spec)
    {
        var networks = spec.Texts("podCIDRs").ToList();
        if (networks.Count == 0 && spec.Text("podCIDR") is { Length: > 0 } single)
            networks.Add(single);
        for (var i = 0; i < networks.Count; i++)
            found.Invalid($"spec.podCIDRs[{i}]", networks[i], AddressRules.Network(networks[i]));
        if (networks.Count > 2 || (networks.Count == 2 && networks[0].Contains(':', StringComparison.Ordinal) == networks[1].Contains(':', StringComparison.Ordinal)))
            found.Invalid("spec.podCIDRs", spec.At("podCIDRs"), "may specify no more than one CIDR for each IP family");
    }

    private static void Event(Findings found, JsonObject body)
    {
        var ns = body.Text("involvedObject", "namespace") ?? "";
        if (ns != body.Namespace() && !(ns.Length == 0 && body.Namespace() is "default" or "kube-system"))
            found.Invalid("involvedObject.namespace", ns, "does not match event.namespace");
        if (body["eventTime"] is null)
            return;
        var component = body.Text("reportingComponent") ?? "";
        if (component.Length == 0)
            found.Required("reportingComponent");
        found.Invalid("reportingComponent", component, NameRules.Qualified(component));
        foreach (var name in new[] { "reportingInstance", "action", "reason" })
        {
            if (body.Text(name) is null or "")
                found.Required(name);
        }
    }
}

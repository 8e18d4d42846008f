using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Small kinds around workloads: runtime classes, revisions, templates, replication controllers.</summary>
internal sealed class TemplateValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["node.k8s.io/runtimeclasses", "apps/controllerrevisions", "/podtemplates", "/replicationcontrollers"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        switch (body.Text("kind"))
        {
            case "RuntimeClass":
                Runtime(found, body, old);
                break;
            case "ControllerRevision":
                Revision(found, body, old);
                break;
            case "PodTemplate":
                SelectorRules.Labels(found, body.At("template", "metadata", "labels"), "template.labels");
                PodSpecRules.Check(found, body.At("template", "spec"), "template.spec");
                break;
            default:
                Replication(found, body.Map("spec") ?? []);
                break;
        }

        return found;
    }

    private static void Runtime(Findings found, JsonObject body, JsonObject? old)
    {
        var handler = body.Text("handler") ?? "";
        if (old is not null)
            found.Immutable("handler", body["handler"], old["handler"]);
        else if (handler.Length == 0)
            found.Required("handler");
        else
            found.Invalid("handler", handler, NameRules.Label(handler));
        foreach (var (name, amount) in body.Map("overhead", "podFixed")?.ToList() ?? [])
        {
            if (ResourceRules.Read(amount) is { } quantity && quantity.Nano < 0)
                found.Invalid($"overhead.limits[{name}]", quantity.Canonical, "must be greater than or equal to 0");
        }

        SelectorRules.Labels(found, body.At("scheduling", "nodeSelector"), "scheduling.nodeSelector");
        TolerationRules.Check(found, body["scheduling"], "scheduling.tolerations");
    }

    private static void Revision(Findings found, JsonObject body, JsonObject? old)
    {
        if (body["data"] is null)
            found.Required("data", "data is mandatory");
        else if (body["data"] is not JsonObject)
            found.Required("data", "data must be a valid JSON object");
        found.NotNegative("revision", body["revision"]);
        if (old is not null)
            found.Immutable("data", body["data"], old["data"]);
    }

    private static void Replication(Findings found, JsonObject spec)
    {
        found.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        var selector = spec.Map("selector");
        if (selector is null or { Count: 0 })
            found.Required("spec.selector");
        found.NotNegative("spec.replicas", spec["replicas"]);
        if (spec.Map("template") is not { } template)
        {
            found.Required("spec.template");
            return;
        }

        var labels = template.Pairs("metadata", "labels").ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        if (selector is { Count: > 0 } && selector.Pairs().Any(pair => !labels.TryGetValue(pair.Key, out var value) || value != pair.Value))
            found.Invalid("spec.template.metadata.labels", template.At("metadata", "labels"), "`selector` does not match template `labels`");
        SelectorRules.Labels(found, template.At("metadata", "labels"), "spec.template.labels");
        PodSpecRules.Check(found, template["spec"], "spec.template.spec");
        if (template.Text("spec", "restartPolicy") is { } policy and not "Always")
            found.NotSupported("spec.template.spec.restartPolicy", policy, "Always");
        if (template.At("spec", "activeDeadlineSeconds") is not null)
            found.Forbidden("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicationController is not Supported");
    }
}

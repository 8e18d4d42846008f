using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Horizontal pod autoscalers (kept as version 2).</summary>
internal sealed class AutoscalerValidator : IKindValidator
{
    private static readonly string[] Types = ["ContainerResource", "External", "Object", "Pods", "Resource"];

    /// <summary>In the order in which the real server looks for them.</summary>
    private static readonly string[] Sources = ["object", "external", "pods", "resource", "containerResource"];

    public IReadOnlyList<string> Storages { get; } = ["autoscaling/horizontalpodautoscalers"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        var (low, high) = (spec.Number("minReplicas") ?? 1, spec.Number("maxReplicas") ?? 0);
        if (low < 1)
            found.Invalid("spec.minReplicas", low, "must be greater than or equal to 1");
        if (high < 0)
            found.Invalid("spec.maxReplicas", high, "must be greater than or equal to 1");
        else if (high == 0)
            found.Required("spec.maxReplicas", "must be set and greater than 0");
        if (high < low)
            found.Invalid("spec.maxReplicas", high, "must be greater than or equal to `minReplicas`");
        Target(found, spec);
        Metrics(found, spec, low);
        foreach (var (name, rules) in new[] { ("scaleUp", spec.Map("behavior", "scaleUp")), ("scaleDown", spec.Map("behavior", "scaleDown")) })
        {
            if (rules is not null)
                Behavior(found, rules, "spec.behavior." + name);
        }

        return found;
    }

    private static void Target(Findings found, JsonObject spec)
    {
        foreach (var name in new[] { "kind", "name" })
        {
            if (spec.Text("scaleTargetRef", name) is null or "")
                found.Required("spec.scaleTargetRef." + name);
            else
                found.Invalid("spec.scaleTargetRef." + name, spec.Text("scaleTargetRef", name), NameRules.PathSegment(spec.Text("scaleTargetRef", name)!));
        }

        var version = spec.Text("scaleTargetRef", "apiVersion") ?? "";
        if (version.Count(c => c == '/') > 1)
            found.Invalid("spec.scaleTargetRef.apiVersion", version, "unexpected GroupVersion string: " + version);
        else if (version.Length == 0 || (!version.Contains('/', StringComparison.Ordinal) && spec.Text("scaleTargetRef", "kind") is not "ReplicationController"))
            found.Invalid("spec.scaleTargetRef.apiVersion", version, "apiVersion must specify API group");
    }

    private static void Metrics(Findings found, JsonObject spec, long low)
    {
        var metrics = spec.Objects("metrics").ToList();
        for (var i = 0; i < metrics.Count; i++)
            Metric(found, metrics[i], $"spec.metrics[{i}]");
        if (low == 0 && !metrics.Exists(metric => metric.Text("type") is "Object" or "External"))
            found.Forbidden("spec.metrics", "must specify at least one Object or External metric to support scaling to zero replicas");
    }

    private static void Metric(Findings found, JsonObject metric, string field)
    {
        var type = metric.Text("type") ?? "";
        if (type.Length == 0)
        {
            found.Required(field + ".type", "must specify a metric source type");
        }

        if (!Types.Contains(type))
        {
            // The real server finds this twice.
            found.NotSupported(field + ".type", type, Types);
            found.NotSupported(field + ".type", type, Types);
            return;
        }

        var wanted = char.ToLowerInvariant(type[0]) + type[1..];
        var present = Sources.Where(name => metric.Map(name) is not null).ToList();
        if (present.Count > 0)
            Source(found, char.ToUpperInvariant(present[0][0]) + present[0][1..], metric.Map(present[0])!, $"{field}.{present[0]}");
        if (!present.Contains(wanted))
            found.Required($"{field}.{wanted}", "must populate information for the given metric source");
        foreach (var other in present.Count > 1 ? present.Where(name => name != wanted) : [])
            found.Forbidden($"{field}.{other}", "must populate the given metric source only");
    }

    private static void Source(Findings found, string type, JsonObject source, string at)
    {
        if (type is "Resource" or "ContainerResource")
        {
            if (source.Text("name") is null or "")
                found.Required(at + ".name", "must specify a resource name");
            if (type == "ContainerResource" && source.Text("container") is null or "" && type == "ContainerResource")
                found.Required(at + ".container", "must specify a container");
            TargetType(found, source.Map("target") ?? [], at + ".target");
            ResourceTarget(found, source.Map("target") ?? [], at + ".target");
            return;
        }

        if (source.Text("metric", "name") is null or "")
            found.Required(at + ".metric.name", "must specify a metric name");
        else
            found.Invalid(at + ".metric.name", source.Text("metric", "name"), NameRules.PathSegment(source.Text("metric", "name")!));
        if (type == "Object")
        {
            foreach (var name in new[] { "kind", "name" })
            {
                if (source.Text("describedObject", name) is null or "")
                    found.Required($"{at}.describedObject.{name}");
            }
        }

        TargetType(found, source.Map("target") ?? [], at + ".target");
        if (type == "Pods" && source.At("target", "averageValue") is null)
            found.Required(at + ".target.averageValue", "must specify a positive target averageValue");
        else if (source.At("target", "averageValue") is null && source.At("target", "value") is null)
            found.Required(at + ".target.averageValue", "must set either a target value for metric or a per-pod target");
    }

    private static void TargetType(Findings found, JsonObject target, string field)
    {
        if (target.Text("type") is null or "")
            found.Required(field + ".type", "must specify a metric target type");
        else if (target.Text("type") is not ("Utilization" or "Value" or "AverageValue"))
            found.Invalid(field + ".type", target.Text("type"), "must be either Utilization, Value, or AverageValue");
        foreach (var name in new[] { "value", "averageValue" })
        {
            if (ResourceRules.Read(target[name]) is { } amount && amount.Nano <= 0)
                found.Invalid($"{field}.{name}", amount.Canonical, "must be positive");
        }
    }

    private static void ResourceTarget(Findings found, JsonObject target, string field)
    {
        if (target.Number("averageUtilization") is { } share && share < 1)
            found.Invalid(field + ".averageUtilization", share, "must be greater than 0");
        if (target["averageUtilization"] is null && target["averageValue"] is null)
            found.Required(field + ".averageUtilization", "must set either a target raw value or a target utilization");
        if (target["averageUtilization"] is not null && target["averageValue"] is not null)
            found.Forbidden(field + ".averageValue", "may not set both a target raw value and a target utilization");
    }

    private static void Behavior(Findings found, JsonObject rules, string field)
    {
        if (rules.Number("stabilizationWindowSeconds") is { } least and < 0)
            found.Invalid(field + ".stabilizationWindowSeconds", least, "must be greater than or equal to zero");
        if (ResourceRules.Read(rules["tolerance"]) is { } tolerance && tolerance.Nano < 0)
            found.Invalid(field + ".tolerance", tolerance.Canonical, "must be greater than or equal to 0");
        if (rules.List("policies") is { Count: 0 })
            found.Required(field + ".policies", "must specify at least one Policy");
        if (rules.Number("stabilizationWindowSeconds") is { } window and > 3600)
            found.Invalid(field + ".stabilizationWindowSeconds", window, "must be less than or equal to 3600");
        found.OneOf(field + ".selectPolicy", rules.Text("selectPolicy"), "Disabled", "Max", "Min");
        var index = 0;
        foreach (var policy in rules.Objects("policies"))
        {
            var at = $"{field}.policies[{index++}]";
            found.OneOf(at + ".type", policy.Text("type") ?? "", "Percent", "Pods");
            foreach (var name in new[] { "value", "periodSeconds" })
            {
                if (policy.Number(name) is null or <= 0)
                    found.Invalid($"{at}.{name}", policy.Number(name) ?? 0, "must be greater than zero");
            }

            if (policy.Number("periodSeconds") is { } period and > 1800)
                found.Invalid(at + ".periodSeconds", period, "must be less than or equal to 1800");
        }
    }
}

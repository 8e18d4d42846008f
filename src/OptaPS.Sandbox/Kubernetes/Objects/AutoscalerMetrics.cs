using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Metrics of autoscalers in the older form that version 1 keeps in an annotation: targets are members of the source.</summary>
internal static class AutoscalerMetrics
{
    private static readonly (string Old, string Member, string Type)[] ResourceTargets = [("targetAverageUtilization", "averageUtilization", "Utilization"), ("targetAverageValue", "averageValue", "AverageValue")];

    public static JsonObject ToV1(JsonObject metric)
    {
        var type = metric.Text("type") ?? "";
        var member = type.Length == 0 ? "" : char.ToLowerInvariant(type[0]) + type[1..];
        if (metric.Map(member) is not { } source)
            return metric.Copy();
        var old = new JsonObject();
        switch (type)
        {
            case "Resource" or "ContainerResource":
                Put(old, "name", source["name"]);
                foreach (var (name, from, _) in ResourceTargets)
                    Put(old, name, source.At("target", from));
                Put(old, "container", source["container"]);
                break;
            case "External":
                Put(old, "metricName", source.At("metric", "name"));
                Put(old, "metricSelector", source.At("metric", "selector"));
                Put(old, "targetValue", source.At("target", "value"));
                Put(old, "targetAverageValue", source.At("target", "averageValue"));
                break;
            case "Pods":
                Put(old, "metricName", source.At("metric", "name"));
                Put(old, "targetAverageValue", source.At("target", "averageValue"));
                Put(old, "selector", source.At("metric", "selector"));
                break;
            case "Object":
                Put(old, "target", source["describedObject"]);
                Put(old, "metricName", source.At("metric", "name"));
                Put(old, "targetValue", source.At("target", "value") ?? JsonValue.Create("0"));
                Put(old, "selector", source.At("metric", "selector"));
                Put(old, "averageValue", source.At("target", "averageValue"));
                break;
        }

        return new JsonObject { ["type"] = type, [member] = old };
    }

    public static JsonObject ToV2(JsonObject metric)
    {
        var type = metric.Text("type") ?? "";
        var member = type.Length == 0 ? "" : char.ToLowerInvariant(type[0]) + type[1..];
        if (metric.Map(member) is not { } old)
            return metric.Copy();
        var source = new JsonObject();
        var target = new JsonObject();
        if (type is "Resource" or "ContainerResource")
        {
            Put(source, "name", old["name"]);
            Put(source, "container", old["container"]);
            foreach (var (name, to, kind) in ResourceTargets)
            {
                if (old[name] is null)
                    continue;
                target["type"] = kind;
                Put(target, to, old[name]);
            }
        }
        else
        {
            Put(source, "describedObject", type == "Object" ? old["target"] : null);
            var named = source.Ensure("metric");
            Put(named, "name", old["metricName"]);
            Put(named, "selector", old["metricSelector"] ?? old["selector"]);
            var average = old["targetAverageValue"] ?? old["averageValue"];
            target["type"] = average is null ? "Value" : "AverageValue";
            Put(target, average is null ? "value" : "averageValue", average ?? old["targetValue"]);
        }

        source["target"] = target;
        return new JsonObject { ["type"] = type, [member] = source };
    }

    private static void Put(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
            target[name] = value.DeepClone();
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>HorizontalPodAutoscaler v1 and v2: the CPU target moves between a field and a metric; the rest of v2 travels in annotations.</summary>
internal static class AutoscalerVersions
{
    private const string Metrics = "autoscaling.alpha.kubernetes.io/metrics";
    private const string Behavior = "autoscaling.alpha.kubernetes.io/behavior";
    private const string Conditions = "autoscaling.alpha.kubernetes.io/conditions";
    private const string CurrentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics";

    public static JsonObject ToV2(JsonObject body)
    {
        body["apiVersion"] = "autoscaling/v2";
        var spec = body.Ensure("spec");
        var metrics = new JsonArray();
        var annotations = body.Map("metadata", "annotations");
        if (spec.Number("targetCPUUtilizationPercentage") is { } target)
        {
            metrics.Add(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target } }
            });
        }

        spec.Remove("targetCPUUtilizationPercentage");
        if (annotations is not null)
        {
            foreach (var item in Take(annotations, Metrics) as JsonArray ?? [])
            {
                if (item is JsonObject metric)
                    metrics.Add(AutoscalerMetrics.ToV2(metric));
            }

            if (Take(annotations, Behavior) is JsonObject behavior)
                spec["behavior"] = Lower(behavior);
            foreach (var name in new[] { Conditions, CurrentMetrics })
                annotations.Remove(name);
            if (annotations.Count == 0)
                body.Ensure("metadata").Remove("annotations");
        }

        if (metrics.Count > 0)
            spec["metrics"] = metrics;
        if (body.Map("status") is { } status)
        {
            status.Remove("currentCPUUtilizationPercentage");
            if (!status.ContainsKey("currentMetrics"))
                status["currentMetrics"] = null;
        }

        return body;
    }

    public static JsonObject ToV1(JsonObject body)
    {
        body["apiVersion"] = "autoscaling/v1";
        var spec = body.Ensure("spec");
        var rest = new JsonArray();
        foreach (var metric in spec.Objects("metrics").ToList())
        {
            if (metric.Text("resource", "name") == "cpu" && metric.Number("resource", "target", "averageUtilization") is { } target)
                spec["targetCPUUtilizationPercentage"] = target;
            else
                rest.Add(AutoscalerMetrics.ToV1(metric));
        }

        spec.Remove("metrics");
        if (rest.Count > 0)
            Put(body, Metrics, rest);
        if (spec["behavior"] is { } behavior)
        {
            spec.Remove("behavior");
            Put(body, Behavior, Whole(behavior.AsObject()));
        }

        if (body.Map("status") is { } status)
        {
            if (status.List("conditions") is { Count: > 0 } conditions)
                Put(body, Conditions, conditions);
            status.Remove("conditions");
            if (status.List("currentMetrics") is { Count: > 0 } current)
            {
                foreach (var metric in current.OfType<JsonObject>().Where(metric => metric.Text("resource", "name") == "cpu" && metric.Number("resource", "current", "averageUtilization") is not null))
                    status["currentCPUUtilizationPercentage"] = metric.Number("resource", "current", "averageUtilization");
                Put(body, CurrentMetrics, current);
            }

            status.Remove("currentMetrics");
            status.Default("currentReplicas", 0L);
        }

        if (body.Map("metadata", "annotations") is { Count: 0 })
            body.Ensure("metadata").Remove("annotations");
        return body;
    }

    private static void Put(JsonObject body, string name, JsonNode value) => body.Ensure("metadata", "annotations")[name] = JsonText.ToText(value);

    private static JsonNode? Take(JsonObject annotations, string name)
    {
        if (annotations.Text(name) is not { } text)
            return null;
        annotations.Remove(name);
        try
        {
            return JsonReader.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (System.Text.Json.JsonException)
        {
            // What cannot be read is dropped, as the real server does.
            return null;
        }
    }

    /// <summary>The behaviour as the annotation has it: capitalised names, all members.</summary>
    private static JsonObject Whole(JsonObject behavior) => new()
    {
        ["ScaleUp"] = Rules(behavior.Map("scaleUp")),
        ["ScaleDown"] = Rules(behavior.Map("scaleDown"))
    };

    private static JsonObject? Rules(JsonObject? rules) => rules is null ? null : new JsonObject
    {
        ["StabilizationWindowSeconds"] = rules["stabilizationWindowSeconds"]?.DeepClone(),
        ["SelectPolicy"] = rules["selectPolicy"]?.DeepClone(),
        ["Policies"] = JsonWrite.ToArray(rules.Objects("policies").Select(policy => (JsonNode)new JsonObject
        {
            ["Type"] = policy["type"]?.DeepClone(), ["Value"] = policy["value"]?.DeepClone(), ["PeriodSeconds"] = policy["periodSeconds"]?.DeepClone()
        })),
        ["Tolerance"] = rules["tolerance"]?.DeepClone()
    };

    private static JsonNode? Lower(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(char.ToLowerInvariant(pair.Key[0]) + pair.Key[1..], Lower(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Lower)]),
        _ => value?.DeepClone()
    };
}

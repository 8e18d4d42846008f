using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Configuration.Values;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Services;

/// <summary>The values of a service's release.</summary>
internal static class ServiceValues
{
    /// <summary>Makes the values from a module's inputs.</summary>
    public static JsonObject Build(
        ModuleContext context, ClusterFacts cluster, ServiceImage image, IReadOnlyList<PublicRoute> routes, JsonObject accountAnnotations)
    {
        var ports = ServicePort.Read(context.Inputs);
        var entry = ports.FirstOrDefault(port => port.Protocol != "tcp");
        var keepPrefix = context.Inputs.Has("keep_path_prefix") && context.Inputs.GetBool("keep_path_prefix");
        return new JsonObject
        {
            ["module"] = context.Name,
            ["layer"] = context.Layer,
            ["environment"] = context.Environment,
            ["image"] = image.Reference,
            ["ports"] = new JsonArray([.. ports.Select(port => (JsonNode)port.ToValues())]),
            ["liveness"] = ServiceProbes.Values(context, "liveness", ports),
            ["readiness"] = ServiceProbes.Values(context, "readiness", ports),
            ["env"] = Variables(context),
            ["command"] = context.Value("commands") ?? new JsonArray(),
            ["args"] = context.Value("args") ?? new JsonArray(),
            ["resources"] = Resources(context),
            ["scaling"] = new JsonObject
            {
                ["min"] = context.Inputs.GetInt("min_containers"),
                ["max"] = context.Inputs.GetInt("max_containers"),
                ["cpu"] = context.Inputs.GetInt("autoscaling_target_cpu_percentage"),
                ["memory"] = context.Inputs.GetInt("autoscaling_target_mem_percentage"),
            },
            ["serviceAccount"] = new JsonObject { ["annotations"] = accountAnnotations },
            ["podAnnotations"] = context.Value("pod_annotations") ?? new JsonObject(),
            ["podLabels"] = context.Value("pod_labels") ?? new JsonObject(),
            ["tolerations"] = Tolerations(context),
            ["mesh"] = cluster.Mesh ?? "",
            ["gateway"] = new JsonObject { ["name"] = cluster.GatewayName ?? "", ["namespace"] = cluster.GatewayNamespace ?? "" },
            ["routes"] = new JsonArray([.. routes.Select(route => (JsonNode)route.ToValues(context.Name, keepPrefix, entry?.PublishedPort ?? 80))]),
        };
    }

    private static JsonObject Variables(ModuleContext context) => context.Inputs["env_vars"] switch
    {
        ConfigMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, context.Resolver.Resolve(entry.Value)))),
        ConfigList list => new JsonObject(list.Items.Cast<ConfigMap>().Select(entry =>
            KeyValuePair.Create(entry.FindString("name")!, context.Resolver.Resolve(entry["value"]!)))),
        _ => [],
    };

    private static JsonObject Resources(ModuleContext context)
    {
        var request = context.Inputs.GetMap("resource_request");
        var memory = Number(request["memory"]);
        var limit = context.Inputs.GetMap("resource_limits")["memory"] is { } given and not ConfigNull ? Number(given) : memory * 2;
        return new JsonObject
        {
            ["cpu"] = Number(request["cpu"]).ToString(CultureInfo.InvariantCulture) + "m",
            ["memory"] = memory.ToString(CultureInfo.InvariantCulture) + "Mi",
            ["memoryLimit"] = limit.ToString(CultureInfo.InvariantCulture) + "Mi",
        };
    }

    private static JsonArray Tolerations(ModuleContext context) => [.. context.Inputs.GetList("tolerations").Cast<ConfigMap>().Select(taint => (JsonNode)new JsonObject
    {
        ["key"] = taint.FindString("key"),
        ["operator"] = "Equal",
        ["value"] = taint.FindString("value") ?? "opta",
        ["effect"] = taint.FindString("effect") ?? "NoSchedule",
    })];

    private static long Number(ConfigValue? value) => value switch
    {
        ConfigScalar { Kind: ScalarKind.Integer } number => number.Integer,
        ConfigScalar text => long.Parse(text.Text, CultureInfo.InvariantCulture),
        _ => 0,
    };
}

using System.Text.Json.Nodes;
using OptaPS.Configuration.Values;

namespace OptaPS.Modules.Services;

/// <summary>One port of a service.</summary>
/// <param name="Name">Its name in the pod and in the Service.</param>
/// <param name="Port">The container's port.</param>
/// <param name="PublishedPort">The Service's port.</param>
/// <param name="Protocol"><c>http</c>, <c>grpc</c>, <c>websocket</c> or <c>tcp</c>.</param>
internal sealed record ServicePort(string Name, long Port, long PublishedPort, string Protocol)
{
    private const int HttpPort = 80;

    /// <summary>The ports that a module's <c>port</c> or <c>ports</c> give, in order.</summary>
    public static IReadOnlyList<ServicePort> Read(ModuleInputs inputs)
    {
        if (inputs.Has("ports"))
            return [.. inputs.GetList("ports").Cast<ConfigMap>().Select(Long)];
        return [.. inputs.GetMap("port").Entries.Select(entry => Short(entry.Key, Number(entry.Value)))];
    }

    /// <summary>The port in the chart's values.</summary>
    public JsonObject ToValues() => new() { ["name"] = Name, ["port"] = Port, ["servicePort"] = PublishedPort, ["protocol"] = Protocol };

    private static ServicePort Short(string kind, long port) => new(kind, port, kind == "tcp" ? port : HttpPort, kind);

    private static ServicePort Long(ConfigMap entry)
    {
        var tcp = entry.FindString("type") == "tcp";
        var port = Number(entry["port"]!);
        var published = entry["service_port"] is { } given and not ConfigNull ? Number(given) : tcp ? port : HttpPort;
        return new ServicePort(entry.FindString("name")!, port, published, tcp ? "tcp" : entry.FindString("protocol") ?? "http");
    }

    private static long Number(ConfigValue value) => value is ConfigScalar { Kind: ScalarKind.Integer } number
        ? number.Integer
        : long.Parse(((ConfigScalar)value).Text, System.Globalization.CultureInfo.InvariantCulture);
}

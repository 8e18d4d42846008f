using System.Text.Json.Nodes;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Services;

/// <summary>Health checks of a service.</summary>
internal static class ServiceProbes
{
    private const int QuickReadiness = 2;

    /// <summary>The chart's value for the check <paramref name="kind"/> (<c>liveness</c> or <c>readiness</c>); empty when nothing is checked.</summary>
    public static JsonObject Values(ModuleContext context, string kind, IReadOnlyList<ServicePort> ports)
    {
        var inputs = context.Inputs;
        var command = First(inputs.GetStrings(kind + "_probe_command"), inputs.GetStrings("healthcheck_command"));
        var path = inputs.FindString(kind + "_probe_path") ?? inputs.FindString("healthcheck_path");
        var result = new JsonObject();
        if (inputs.IsWritten(kind + "_probe_path"))
            command = [];
        if (command.Count > 0)
            result["command"] = new JsonArray([.. command.Select(word => (JsonNode)word)]);
        else if (path is not null && Probed(context, ports) is { } port)
            result = port.Protocol is "http" or "websocket" ? new JsonObject { ["path"] = path, ["port"] = port.Name } : new JsonObject { ["tcp"] = port.Name };
        if (result.Count > 0)
            result["initialDelaySeconds"] = Delay(context, kind);
        return result;
    }

    // Opta's 30 seconds before the first readiness check only delay a start that is faster; a file that writes the number gets it.
    private static long Delay(ModuleContext context, string kind)
    {
        var input = $"initial_{kind}_delay";
        return kind == "readiness" && !context.Inputs.IsWritten(input) ? QuickReadiness : context.Inputs.GetInt(input);
    }

    private static ServicePort? Probed(ModuleContext context, IReadOnlyList<ServicePort> ports) =>
        context.Inputs.FindString("probe_port") is { } name ? ports.FirstOrDefault(port => port.Name == name) : ports.FirstOrDefault();

    private static IReadOnlyList<string> First(IReadOnlyList<string> own, IReadOnlyList<string> shared) => own.Count > 0 ? own : shared;
}

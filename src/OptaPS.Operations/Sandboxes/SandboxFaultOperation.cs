using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Sets, lists and takes away the fault rules of a running sandbox.</summary>
internal static class SandboxFaultOperation
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter<SandboxFaultKind>() } };

    public static async Task<SandboxFault> SetAsync(SetSandboxFaultRequest request, CancellationToken cancellationToken)
    {
        using var control = await SandboxControl.OpenAsync(request.Target, cancellationToken);
        var rule = JsonSerializer.SerializeToNode(request.Fault, Json)!.AsObject();
        rule.Remove("sandbox");
        rule.Remove("hits");
        return Read(control.Name, await control.SendAsync(HttpMethod.Post, "faults", rule, cancellationToken));
    }

    public static async Task<IReadOnlyList<SandboxFault>> ListAsync(GetSandboxFaultRequest request, CancellationToken cancellationToken)
    {
        using var control = await SandboxControl.OpenAsync(request.Target, cancellationToken);
        return await ListAsync(control, cancellationToken);
    }

    public static async Task<IReadOnlyList<SandboxFault>> ClearAsync(ClearSandboxFaultRequest request, CancellationToken cancellationToken)
    {
        using var control = await SandboxControl.OpenAsync(request.Target, cancellationToken);
        var before = await ListAsync(control, cancellationToken);
        await control.SendAsync(HttpMethod.Delete, request.Id is null ? "faults" : $"faults/{Uri.EscapeDataString(request.Id)}", null, cancellationToken);
        return request.Id is null ? before : [.. before.Where(rule => rule.Id == request.Id)];
    }

    private static async Task<IReadOnlyList<SandboxFault>> ListAsync(SandboxControl control, CancellationToken cancellationToken)
    {
        var answer = await control.SendAsync(HttpMethod.Get, "faults", null, cancellationToken);
        return [.. answer["faults"]!.AsArray().Select(rule => Read(control.Name, rule!))];
    }

    private static SandboxFault Read(string sandbox, JsonNode rule) => rule.Deserialize<SandboxFault>(Json)! with { Sandbox = sandbox };
}

using System.Text.Json;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Reads the traffic between workloads of a running sandbox's clusters.</summary>
internal static class GetSandboxTrafficOperation
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<IReadOnlyList<SandboxTraffic>> RunAsync(GetSandboxTrafficRequest request, CancellationToken cancellationToken)
    {
        using var control = await SandboxControl.OpenAsync(request.Target, cancellationToken);
        var answer = await control.SendAsync(HttpMethod.Get, "traffic", null, cancellationToken);
        return [.. answer["edges"]!.AsArray().Select(edge => edge.Deserialize<SandboxTraffic>(Json)! with { Sandbox = control.Name })];
    }
}

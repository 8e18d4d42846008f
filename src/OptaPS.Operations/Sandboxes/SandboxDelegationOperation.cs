using System.Text.Json.Nodes;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Sets what the parent zone of a domain says in a running sandbox.</summary>
internal static class SandboxDelegationOperation
{
    public static async Task<SandboxDelegation> SetAsync(SetSandboxDelegationRequest request, CancellationToken cancellationToken)
    {
        using var control = await SandboxControl.OpenAsync(request.Target, cancellationToken);
        if (request.NameServers is { Count: 0 })
        {
            await control.SendAsync(HttpMethod.Delete, "delegations/" + Uri.EscapeDataString(request.Domain), null, cancellationToken);
            return new SandboxDelegation(control.Name, request.Domain, []);
        }

        var wish = new JsonObject { ["domain"] = request.Domain };
        if (request.NameServers is { } servers)
            wish["nameServers"] = new JsonArray([.. servers.Select(server => (JsonNode)server)]);
        var answer = await control.SendAsync(HttpMethod.Post, "delegations", wish, cancellationToken);
        return new SandboxDelegation(control.Name, answer["domain"]!.GetValue<string>(), [.. answer["nameServers"]!.AsArray().Select(server => server!.GetValue<string>())]);
    }
}

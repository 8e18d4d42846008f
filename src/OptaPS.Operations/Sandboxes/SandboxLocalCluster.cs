using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Makes the cluster of a sandbox that stands for this machine's own, and writes its kubeconfig beside the sandbox.</summary>
internal static class SandboxLocalCluster
{
    public static async Task MakeAsync(SandboxFolder folder, SandboxDescription running, CancellationToken cancellationToken)
    {
        using var client = running.CreateControlClient();
        using var answer = await client.PostAsJsonAsync("clusters", new JsonObject { ["name"] = "local", ["nodes"] = 3 }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var cluster = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;

        // The file holds a client key.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(folder.LocalKubeconfig, options);
        await writer.WriteAsync(cluster["kubeconfig"]!.GetValue<string>().AsMemory(), cancellationToken);
    }
}

using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Cli.Demo;

/// <summary>One cluster's API by plain HTTP.</summary>
internal sealed class RawCluster(HttpClient client) : IDisposable
{
    public void Dispose() => client.Dispose();

    /// <summary>Reads a path.</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken ct) => JsonNode.Parse(await client.GetStringAsync(path, ct))!;

    /// <summary>The items of a list.</summary>
    public async Task<IReadOnlyList<JsonNode>> ItemsAsync(string path, CancellationToken ct) => [.. ((JsonArray)(await GetAsync(path, ct))["items"]!).OfType<JsonNode>()];

    /// <summary>Patches an object by a JSON merge patch.</summary>
    public async Task MergeAsync(string path, JsonObject patch, CancellationToken ct)
    {
        using var content = new StringContent(patch.ToJsonString(), Encoding.UTF8, "application/merge-patch+json");
        using var answer = await client.PatchAsync(path, content, ct);
        if (!answer.IsSuccessStatusCode)
            throw new DemoException($"PATCH {path}: {await answer.Content.ReadAsStringAsync(ct)}");
    }
}

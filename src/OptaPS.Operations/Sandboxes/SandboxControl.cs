using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Operations;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Calls the control API of a running sandbox; a refusal becomes a diagnostic in the sandbox's words.</summary>
internal sealed class SandboxControl : IDisposable
{
    private readonly HttpClient client;

    private SandboxControl(string name, HttpClient client)
    {
        Name = name;
        this.client = client;
    }

    /// <summary>Name of the sandbox.</summary>
    public string Name { get; }

    /// <exception cref="OptaException">The target names no sandbox, or it does not run.</exception>
    public static async Task<SandboxControl> OpenAsync(OperationTarget target, CancellationToken cancellationToken)
    {
        var name = target.Sandbox ?? throw new OptaException(SandboxErrors.NameNeeded());
        var running = await new SandboxFolder(target.HomeFolder, name).ReadRunningAsync(cancellationToken)
            ?? throw new OptaException(SandboxErrors.NotRunning(name));
        return new SandboxControl(name, running.CreateControlClient());
    }

    /// <exception cref="OptaException">The sandbox refuses.</exception>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request, cancellationToken);
        await ThrowIfRefusedAsync(answer, cancellationToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) ?? new JsonObject();
    }

    /// <summary>Copies an answer that may be large.</summary>
    /// <exception cref="OptaException">The sandbox refuses.</exception>
    public async Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ThrowIfRefusedAsync(answer, cancellationToken);
        await answer.Content.CopyToAsync(target, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task ThrowIfRefusedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
            return;

        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var (code, message) = ("", text);
        try
        {
            if (JsonNode.Parse(text) is JsonObject refusal)
                (code, message) = ((string?)refusal["code"] ?? "", (string?)refusal["message"] ?? text);
        }
        catch (System.Text.Json.JsonException)
        {
            // Not the control API's own form: the text itself says it.
        }

        throw new OptaException(SandboxErrors.Refused(Name, (int)answer.StatusCode, code, message));
    }
}

using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Patch;

namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>Calls a webhook at an address with an AdmissionReview.</summary>
internal sealed class WebhookCaller(JsonObject hook)
{
    public async Task CallAsync(string url, AdmissionRequest request, bool mutating, CancellationToken ct)
    {
        var name = hook.Text("name") ?? "";
        JsonNode? answer;
        try
        {
            using var handler = new SocketsHttpHandler();
            if (hook.Text("clientConfig", "caBundle") is { Length: > 0 } bundle)
                handler.SslOptions.CertificateChainPolicy = Trust(bundle);
            using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(hook.Number("timeoutSeconds") ?? 10) };
            using var content = new ByteArrayContent(JsonText.ToBytes(Review(request)));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await client.PostAsync(new Uri(url), content, ct);
            response.EnsureSuccessStatusCode();
            answer = JsonReader.Parse(await response.Content.ReadAsByteArrayAsync(ct));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException && !ct.IsCancellationRequested)
        {
            if (hook.Text("failurePolicy") == "Ignore")
                return;
            throw ApiErrors.Internal($"failed calling webhook \"{name}\": failed to call webhook: Post \"{url}?timeout={hook.Number("timeoutSeconds") ?? 10}s\": {e.Message}");
        }

        foreach (var warning in answer.Texts("response", "warnings"))
            request.Context.Warnings.Add(warning);
        if (!answer.Flag("response", "allowed"))
        {
            var message = answer.Text("response", "status", "message");
            throw new ApiException((int)(answer.Number("response", "status", "code") ?? 403), answer.Text("response", "status", "reason") ?? "Forbidden",
                $"admission webhook \"{name}\" denied the request{(message is null ? " without explanation" : ": " + message)}");
        }

        if (mutating && answer.Text("response", "patch") is { } patch)
            Replace(request.Body, JsonPatch.Apply(request.Body.Copy(), JsonReader.Parse(Convert.FromBase64String(patch))) as JsonObject ?? request.Body);
    }

    private static void Replace(JsonObject target, JsonObject source)
    {
        target.Clear();
        foreach (var (name, value) in source.ToList())
        {
            source.Remove(name);
            target[name] = value;
        }
    }

    private static JsonObject Review(AdmissionRequest request)
    {
        var kind = request.Context.Kind;
        var gvk = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind };
        var gvr = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["resource"] = kind.Plural };
        return new JsonObject
        {
            ["kind"] = "AdmissionReview",
            ["apiVersion"] = "admission.k8s.io/v1",
            ["request"] = new JsonObject
            {
                ["uid"] = Guid.NewGuid().ToString(),
                ["kind"] = gvk,
                ["resource"] = gvr,
                ["requestKind"] = gvk.DeepClone(),
                ["requestResource"] = gvr.DeepClone(),
                ["name"] = request.Body.Name(),
                ["namespace"] = request.Context.Namespace,
                ["operation"] = request.Operation,
                ["userInfo"] = new JsonObject { ["username"] = request.Context.User.Name, ["groups"] = JsonWrite.ToArray(request.Context.User.Groups) },
                ["object"] = request.Body.Copy(),
                ["oldObject"] = request.Old?.Copy(),
                ["dryRun"] = request.Context.DryRun
            }
        };
    }

    private static X509ChainPolicy Trust(string bundle)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(bundle)));
        return policy;
    }
}

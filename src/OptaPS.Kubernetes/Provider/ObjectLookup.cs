using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Answers read-only questions about a cluster.</summary>
internal static class ObjectLookup
{
    public static async Task<JsonObject> AnswerAsync(KubernetesClientFactory clients, LookupRequest request, CancellationToken cancellationToken)
    {
        if (request.TypeName is not ("server-version" or "object"))
            throw new OptaException(new Diagnostic("OPTA4053", Severity.Error, $"The kubernetes provider answers no question '{request.TypeName}'.")
            {
                Allowed = "server-version, object",
                Category = DiagnosticCategory.NotImplemented,
            });
        var client = await clients.GetAsync(request.Query["connection"] as JsonObject ?? [], cancellationToken);
        if (request.TypeName == "server-version")
        {
            var version = await client.GetVersionAsync(cancellationToken);
            return new() { ["gitVersion"] = version.GitVersion, ["major"] = version.Major, ["minor"] = version.Minor };
        }

        var key = ObjectKey.Of(request.Query.Text("apiVersion") ?? "v1", request.Query.Text("kind") ?? "", request.Query.Text("namespace"), request.Query.Text("name") ?? "");
        var live = await client.GetAsync(key, cancellationToken) ?? throw new KubernetesException(KubernetesFailure.NotFound, $"{key} does not exist.") { Object = key.ToString() };
        live["metadata"]?.AsObject().Remove("managedFields");
        return live;
    }
}

using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Passes on what the API server warns of: deprecated versions and fields, values that have no effect.</summary>
internal static class ServerWarning
{
    /// <summary>A receiver that tells the progress display of a request.</summary>
    public static Action<string> To(ProviderRequest request, JsonObject document) => text => request.Progress?.Report($"{ObjectKey.Of(document)}: the cluster warns: {text}");

    /// <summary>The warning as a finding of a plan.</summary>
    public static Diagnostic Finding(string text, JsonObject document, string address) => new("OPTA4052", Severity.Warning, $"The cluster warns about {ObjectKey.Of(document)}: {text}")
    {
        Resource = address,
        Remedy = "Follow the warning before the cluster's next upgrade.",
    };
}

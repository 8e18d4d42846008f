using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Connections;

/// <summary>
/// Where a cluster is and how to sign in, without any secret: stored with every record, so that a destroy works without the environment's
/// file. JSON form: <c>{"endpoint", "caData", "tlsServerName", "credential": {"kind", ...}}</c>. With the credential kind <c>kubeconfig</c>
/// (<c>path</c> optional, <c>context</c> optional) endpoint and trust come from the kubeconfig when they are absent here; <c>in-cluster</c> takes them from the pod.
/// </summary>
/// <param name="Credential">The kind of credential and the names it needs.</param>
public sealed record ClusterConnection(JsonObject Credential)
{
    /// <summary>Credential kind of a kubeconfig context.</summary>
    public const string KubeconfigKind = "kubeconfig";

    /// <summary>Credential kind of a pod's service account.</summary>
    public const string InClusterKind = "in-cluster";

    /// <summary>The API server's address, or null to take it from the credential.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The certificate authority as PEM or as base64 of PEM, or null for the system's trust.</summary>
    public string? CaData { get; init; }

    /// <summary>The name that the server's certificate must carry when it is not the endpoint's host.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The credential's kind.</summary>
    public string Kind => Credential.Text("kind") ?? "";

    /// <summary>A connection through a kubeconfig context.</summary>
    /// <param name="path">The file, or null for the user's own (<c>KUBECONFIG</c>, else <c>~/.kube/config</c>).</param>
    /// <param name="context">The context, or null for the current one.</param>
    public static ClusterConnection FromKubeconfig(string? path, string? context)
    {
        var credential = new JsonObject { ["kind"] = KubeconfigKind };
        if (path is not null)
            credential["path"] = path;
        if (context is not null)
            credential["context"] = context;
        return new(credential);
    }

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="OptaException">OPTA4027: a member is missing or malformed.</exception>
    public static ClusterConnection Parse(JsonObject document)
    {
        if (document["credential"] is not JsonObject credential || credential.Text("kind") is not { Length: > 0 } kind)
            throw Malformed("it has no credential.kind");
        Uri? endpoint = null;
        if (document.Text("endpoint") is { Length: > 0 } text
            && (!Uri.TryCreate(text, UriKind.Absolute, out endpoint) || (endpoint.Scheme != Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttp)))
            throw Malformed($"its endpoint '{text}' is no http or https address");
        if (endpoint is null && kind is not (KubeconfigKind or InClusterKind))
            throw Malformed("it has no endpoint");
        return new((JsonObject)credential.DeepClone())
        {
            Endpoint = endpoint,
            CaData = document.Text("caData") is { Length: > 0 } ca ? ca : null,
            TlsServerName = document.Text("tlsServerName") is { Length: > 0 } name ? name : null,
        };
    }

    /// <summary>Writes the JSON form.</summary>
    public JsonObject ToJson()
    {
        var document = new JsonObject();
        if (Endpoint is not null)
            document["endpoint"] = Endpoint.ToString().TrimEnd('/');
        if (CaData is not null)
            document["caData"] = CaData;
        if (TlsServerName is not null)
            document["tlsServerName"] = TlsServerName;
        document["credential"] = Credential.DeepClone();
        return document;
    }

    private static OptaException Malformed(string what) => new(new Diagnostic("OPTA4027", Severity.Error, $"The connection document of a cluster is not usable: {what}.")
    {
        Allowed = "{endpoint, caData, tlsServerName, credential: {kind, ...}}",
        Category = DiagnosticCategory.InvalidData,
    });
}

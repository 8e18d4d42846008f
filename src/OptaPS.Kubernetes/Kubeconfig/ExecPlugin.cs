using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>An exec credential plugin as a kubeconfig describes it.</summary>
/// <param name="ApiVersion">The version of the credential document: <c>client.authentication.k8s.io/v1</c> or <c>v1beta1</c>.</param>
/// <param name="Command">The program.</param>
/// <param name="User">The user entry's name, for messages.</param>
internal sealed record ExecPlugin(string ApiVersion, string Command, string User)
{
    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    public string? InstallHint { get; init; }

    /// <summary><c>Never</c>, <c>IfAvailable</c> or <c>Always</c>.</summary>
    public string InteractiveMode { get; init; } = "IfAvailable";

    /// <summary>What the plugin is told about the cluster, or null when it did not ask.</summary>
    public JsonObject? Cluster { get; init; }

    public static ExecPlugin Read(JsonObject exec, KubeconfigEntry user, KubeconfigEntry cluster, Uri endpoint, string? trust)
    {
        var version = exec.Text("apiVersion") ?? "";
        if (!Versions.Contains(version))
            throw KubeconfigYaml.Malformed(user.File, $"the exec plugin of user '{user.Name}' has apiVersion '{version}'; allowed are {string.Join(" and ", Versions)}", null, null);
        var command = exec.Text("command") ?? throw KubeconfigYaml.Malformed(user.File, $"the exec plugin of user '{user.Name}' has no command", null, null);
        if (version == Versions[0] && exec.Text("interactiveMode") is null)
            throw KubeconfigYaml.Malformed(user.File, $"the exec plugin of user '{user.Name}' has no interactiveMode", null, null);
        return new(version, command.Contains('/') || command.Contains('\\') ? user.PathOf(command) : command, user.Name)
        {
            Arguments = [.. (exec["args"] as JsonArray ?? []).Select(argument => argument?.ToString() ?? "")],
            Variables = [.. (exec["env"] as JsonArray ?? []).OfType<JsonObject>().Select(pair => KeyValuePair.Create(pair.Text("name") ?? "", pair["value"]?.ToString() ?? ""))],
            InstallHint = exec.Text("installHint"),
            InteractiveMode = exec.Text("interactiveMode") ?? "IfAvailable",
            Cluster = exec["provideClusterInfo"] is JsonValue flag && flag.TryGetValue<bool>(out var wanted) && wanted ? ClusterInfo(cluster, endpoint, trust) : null,
        };
    }

    private static JsonObject ClusterInfo(KubeconfigEntry cluster, Uri endpoint, string? trust)
    {
        var info = new JsonObject { ["server"] = endpoint.ToString().TrimEnd('/') };
        if (cluster.Content.Text("tls-server-name") is { Length: > 0 } name)
            info["tls-server-name"] = name;
        if (trust is not null)
            info["certificate-authority-data"] = trust.Contains("-----BEGIN", StringComparison.Ordinal) ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(trust)) : trust;
        if (cluster.Content.Text("proxy-url") is { Length: > 0 } proxy)
            info["proxy-url"] = proxy;
        foreach (var extension in (cluster.Content["extensions"] as JsonArray ?? []).OfType<JsonObject>())
            if (extension.Text("name") == "client.authentication.k8s.io/exec")
                info["config"] = extension["extension"]?.DeepClone();
        return info;
    }
}

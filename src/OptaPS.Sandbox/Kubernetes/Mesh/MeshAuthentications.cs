using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Mesh;

/// <summary>Whether a caller is who policies ask for.</summary>
internal static class MeshAuthentications
{
    /// <summary>Whether a caller satisfies one entry of <c>requiredAuthenticationRefs</c>.</summary>
    public static bool Satisfies(Cluster cluster, string ns, JsonObject reference, MeshCaller caller)
    {
        var own = reference.Text("namespace") ?? ns;
        var name = reference.Text("name") ?? "";
        switch (reference.Text("kind"))
        {
            case "ServiceAccount":
                return IsAccount(caller, own, name);
            case "MeshTLSAuthentication":
                return cluster.Store.Get("policy.linkerd.io/meshtlsauthentications", own, name)?.Body is { } mesh
                    && (mesh.Texts("spec", "identities").Any(pattern => IsIdentity(caller, pattern)) || mesh.Objects("spec", "identityRefs").Any(item => IsReferred(caller, own, item)));
            case "NetworkAuthentication":
                return cluster.Store.Get("policy.linkerd.io/networkauthentications", own, name)?.Body is { } network
                    && network.Objects("spec", "networks").Any(item => MeshAuthorization.InNetwork(item, caller.Address));
            default:
                return false;
        }
    }

    /// <summary>Whether a ServerAuthorization lets a caller in.</summary>
    public static bool Allows(JsonObject authorization, MeshCaller caller)
    {
        var client = authorization.Map("spec", "client");
        var networks = client.Objects("networks").ToList();
        if (networks.Count > 0 && !networks.Any(network => MeshAuthorization.InNetwork(network, caller.Address)))
            return false;
        if (client.Flag("unauthenticated"))
            return true;
        var mesh = client.Map("meshTLS");
        return mesh.Flag("unauthenticatedTLS")
            ? caller.Identity is not null
            : mesh.Texts("identities").Any(pattern => IsIdentity(caller, pattern))
                || mesh.Objects("serviceAccounts").Any(account => IsAccount(caller, account.Text("namespace") ?? authorization.Namespace(), account.Text("name") ?? ""));
    }

    private static bool IsReferred(MeshCaller caller, string ns, JsonObject reference) => reference.Text("kind") == "Namespace"
        ? caller.Identity?.Contains($".{reference.Text("name")}.serviceaccount.", StringComparison.Ordinal) == true
        : IsAccount(caller, reference.Text("namespace") ?? ns, reference.Text("name") ?? "");

    private static bool IsAccount(MeshCaller caller, string ns, string name) => caller.Identity?.StartsWith($"{name}.{ns}.serviceaccount.", StringComparison.Ordinal) == true;

    private static bool IsIdentity(MeshCaller caller, string pattern) => caller.Identity is { } identity
        && (pattern == "*" || (pattern.StartsWith('*') ? identity.EndsWith(pattern[1..], StringComparison.Ordinal) : identity == pattern));
}

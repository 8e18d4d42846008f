using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Writes a kubeconfig for a cluster's administrator.</summary>
internal static class ClusterKubeconfig
{
    public static string Write(ClusterAddress address)
    {
        var config = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["clusters"] = new JsonArray(new JsonObject
            {
                ["name"] = address.Name,
                ["cluster"] = new JsonObject
                {
                    ["server"] = address.Endpoint.ToString().TrimEnd('/'),
                    ["certificate-authority-data"] = Base64(address.CaCertificatePem)
                }
            }),
            ["users"] = new JsonArray(new JsonObject
            {
                ["name"] = address.Name + "-admin",
                ["user"] = new JsonObject
                {
                    ["client-certificate-data"] = Base64(address.AdminCertificatePem),
                    ["client-key-data"] = Base64(address.AdminKeyPem)
                }
            }),
            ["contexts"] = new JsonArray(new JsonObject
            {
                ["name"] = address.Name,
                ["context"] = new JsonObject { ["cluster"] = address.Name, ["user"] = address.Name + "-admin" }
            }),
            ["current-context"] = address.Name
        };
        return config.ToJsonString();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>ConfigMaps and Secrets that a pod needs and that are absent.</summary>
internal static class PodDependencies
{
    public static (string Reason, string Message)? Missing(Cluster cluster, JsonObject pod)
    {
        var ns = pod.Namespace();
        foreach (var volume in pod.Objects("spec", "volumes"))
        {
            if (volume.Text("secret", "secretName") is { } secret && !volume.Flag("secret", "optional") && cluster.Store.Get("/secrets", ns, secret) is null)
                return ("FailedMount", $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : secret \"{secret}\" not found");
            if (volume.Text("configMap", "name") is { } map && !volume.Flag("configMap", "optional") && cluster.Store.Get("/configmaps", ns, map) is null)
                return ("FailedMount", $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : configmap \"{map}\" not found");
        }

        foreach (var container in pod.Objects("spec", "containers"))
        {
            var references = container.Objects("env").Select(item => item.Map("valueFrom")).Concat(container.Objects("envFrom"));
            foreach (var reference in references)
            {
                foreach (var (member, resource, word) in new[] { ("secretKeyRef", "/secrets", "secret"), ("configMapKeyRef", "/configmaps", "configmap"), ("secretRef", "/secrets", "secret"), ("configMapRef", "/configmaps", "configmap") })
                {
                    if (reference.Text(member, "name") is { } name && !reference.Flag(member, "optional") && cluster.Store.Get(resource, ns, name) is null)
                        return ("Failed", $"Error: {word} \"{name}\" not found");
                }
            }
        }

        return null;
    }
}

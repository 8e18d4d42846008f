using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>What an object of a kind contains before anything was set: the structures that are always written.</summary>
internal static class EmptyObjects
{
    public static JsonObject For(ResourceKind kind)
    {
        var empty = new JsonObject { ["metadata"] = new JsonObject() };
        if (kind.Custom is not null || kind.Schema is null)
            return empty;
        foreach (var (name, member) in kind.Schema.Properties)
        {
            if (name is "spec" or "status" && member.HasProperties)
                empty[name] = new JsonObject();
        }

        switch (kind.Kind)
        {
            case "Deployment":
                empty.Ensure("spec", "strategy");
                Template(empty);
                break;
            case "ReplicaSet" or "StatefulSet" or "DaemonSet":
                if (kind.Kind != "ReplicaSet")
                    empty.Ensure("spec", "updateStrategy");
                Template(empty);
                break;
            case "Job":
                Template(empty);
                break;
            case "CronJob":
                empty.Ensure("spec", "jobTemplate", "metadata");
                Template(empty.Ensure("spec", "jobTemplate"));
                break;
            case "Service" or "Ingress":
                empty.Ensure("status", "loadBalancer");
                break;
            case "HorizontalPodAutoscaler":
                empty.Ensure("spec", "scaleTargetRef");
                break;
            case "PersistentVolumeClaim":
                empty.Ensure("spec", "resources");
                break;
            case "PodTemplate":
                empty.Ensure("template", "metadata");
                empty.Ensure("template", "spec");
                break;
            case "NetworkPolicy":
                empty.Ensure("spec", "podSelector");
                break;
            case "CustomResourceDefinition":
                empty.Ensure("spec", "names");
                empty.Ensure("status", "acceptedNames");
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                empty.Ensure("roleRef");
                break;
            case "Event":
                empty.Ensure("involvedObject");
                empty.Ensure("source");
                empty.Ensure("regarding");
                break;
            case "Node":
                empty.Ensure("status", "daemonEndpoints", "kubeletEndpoint");
                empty.Ensure("status", "nodeInfo");
                break;
        }

        return empty;
    }

    private static void Template(JsonObject root)
    {
        root.Ensure("spec", "template", "metadata");
        root.Ensure("spec", "template", "spec");
    }
}

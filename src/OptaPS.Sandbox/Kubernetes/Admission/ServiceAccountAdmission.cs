using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Admission;

/// <summary>Gives pods their service account and mounts its token.</summary>
internal sealed class ServiceAccountAdmission(Cluster cluster) : IAdmissionPlugin
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    public Task AdmitAsync(AdmissionRequest request, CancellationToken ct)
    {
        if (!request.IsCreate || !request.Is("/pods") || request.Context.Subresource.Length > 0)
            return Task.CompletedTask;
        var spec = request.Body.Ensure("spec");
        var name = spec.Text("serviceAccountName") ?? spec.Text("serviceAccount") ?? "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
        var account = cluster.Store.Get("/serviceaccounts", request.Context.Namespace, name)?.Body
            ?? throw ApiErrors.Forbidden(request.Context.Kind, request.Body.Name(), $"error looking up service account {request.Context.Namespace}/{name}: serviceaccount \"{name}\" not found");
        var mount = spec.FlagOrNull("automountServiceAccountToken") ?? account.FlagOrNull("automountServiceAccountToken") ?? true;
        if (spec.List("imagePullSecrets") is null && account.List("imagePullSecrets") is { Count: > 0 } secrets)
            spec["imagePullSecrets"] = secrets.DeepClone();
        if (mount)
            Mount(spec);
        return Task.CompletedTask;
    }

    public Task ValidateAsync(AdmissionRequest request, CancellationToken ct) => Task.CompletedTask;

    private static void Mount(JsonObject spec)
    {
        var containers = spec.Objects("initContainers").Concat(spec.Objects("containers"))
            .Where(container => !container.Objects("volumeMounts").Any(mount => mount.Text("mountPath") == MountPath)).ToList();
        if (containers.Count == 0)
            return;
        var volume = NameGenerator.Next("kube-api-access-");
        foreach (var container in containers)
        {
            container.EnsureList("volumeMounts").Add(new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = MountPath });
        }

        spec.EnsureList("volumes").Add(new JsonObject
        {
            ["name"] = volume,
            ["projected"] = new JsonObject
            {
                ["sources"] = new JsonArray(
                    new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607L, ["path"] = "token" } },
                    new JsonObject
                    {
                        ["configMap"] = new JsonObject
                        {
                            ["name"] = "kube-root-ca.crt",
                            ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" })
                        }
                    },
                    new JsonObject
                    {
                        ["downwardAPI"] = new JsonObject
                        {
                            ["items"] = new JsonArray(new JsonObject
                            {
                                ["path"] = "namespace",
                                ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" }
                            })
                        }
                    }),
                ["defaultMode"] = 420L
            }
        });
    }
}

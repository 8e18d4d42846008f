using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Status of new custom resource definitions.</summary>
internal sealed class DefinitionRules : IKindRules
{
    public IReadOnlyList<string> Storages { get; } = ["apiextensions.k8s.io/customresourcedefinitions"];

    public void PrepareCreate(Cluster cluster, JsonObject body)
    {
        var stored = body.Objects("spec", "versions").Where(version => version.Flag("storage")).Select(version => version.Text("name") ?? "");
        body["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = JsonWrite.ToArray(stored)
        };
    }

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
        if (context.Subresource.Length > 0 || body.Map("status") is not { } status)
            return;
        var versions = status.EnsureList("storedVersions");
        var stored = body.Objects("spec", "versions").Where(version => version.Flag("storage")).Select(version => version.Text("name")).ToList();
        foreach (var name in stored.Count == 1 ? stored : [])
        {
            if (!versions.Any(item => item.Text() == name))
                versions.Add(name);
        }
    }

    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
    }
}

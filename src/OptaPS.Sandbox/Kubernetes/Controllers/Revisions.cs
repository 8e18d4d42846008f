using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Controller revisions of stateful and daemon sets.</summary>
internal static class Revisions
{
    /// <summary>The name of the revision for the current template, which is made if need be. For a daemon set only its hash is used as label.</summary>
    public static async Task<string> EnsureAsync(Cluster cluster, JsonObject set, string word, CancellationToken ct)
    {
        var template = set.Map("spec", "template")!.Copy();
        template.Insert(0, "$patch", "replace");
        var data = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } };
        var existing = Owners.Controlled(cluster, "apps/controllerrevisions", set).Select(item => item.Body).ToList();
        var same = existing.FirstOrDefault(item => JsonWrite.Same(item["data"], data));
        var newest = existing.Select(item => item.Number("revision") ?? 0).DefaultIfEmpty(0).Max();
        var kind = cluster.Kinds.Builtin("apps", "controllerrevisions");
        if (same is not null)
        {
            if (same.Number("revision") < newest)
            {
                await cluster.Objects.UpdateAsync(new WriteContext(kind, set.Namespace(), same.Name()) { Internal = true }, body =>
                {
                    body["revision"] = newest + 1;
                    return body;
                }, ct);
            }

            return same.Name();
        }

        var hash = NameGenerator.Hash(JsonText.ToText(template) + set.Uid());
        var labels = set.At("spec", "template", "metadata", "labels")?.DeepClone().AsObject() ?? [];
        labels[word == "daemonset" ? "controller-revision-hash" : "controller.kubernetes.io/hash"] = hash;
        var revision = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = set.Name() + "-" + hash, ["labels"] = labels, ["ownerReferences"] = new JsonArray(Owners.Reference(set)) },
            ["data"] = data,
            ["revision"] = newest + 1
        };
        if (word == "daemonset")
            revision["metadata"]!["annotations"] = new JsonObject { ["deprecated.daemonset.template.generation"] = set.Number("metadata", "generation")?.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        await cluster.Objects.CreateAsync(new WriteContext(kind, set.Namespace(), revision.Name()) { Internal = true }, revision, ct);
        return revision.Name();
    }
}

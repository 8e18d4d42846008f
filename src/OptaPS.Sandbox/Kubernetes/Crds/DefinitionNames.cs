using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Crds;

/// <summary>Names of a definition that another one of its group has taken already.</summary>
internal static class DefinitionNames
{
    /// <summary>The first conflict in the words of the real server, and which other names are free; null when all are.</summary>
    public static (string Reason, string Message, IReadOnlyList<string> Free)? Conflict(Cluster cluster, JsonObject definition)
    {
        if (definition.Objects("status", "conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True"))
            return null;
        var others = cluster.Store.List("apiextensions.k8s.io/customresourcedefinitions").Select(item => item.Body)
            .Where(other => other.Name() != definition.Name() && other.Text("spec", "group") == definition.Text("spec", "group")).Select(other => other.Map("status", "acceptedNames")).ToList();
        var resources = others.SelectMany(names => new[] { names.Text("plural"), names.Text("singular") }.Concat(names.Texts("shortNames"))).ToHashSet();
        var kinds = others.SelectMany(names => new[] { names.Text("kind"), names.Text("listKind") }).ToHashSet();
        var wanted = definition.Map("spec", "names");
        (string Reason, string Message)? last = null;
        var free = new List<string>();
        foreach (var (name, reason, taken) in new[] { ("plural", "PluralConflict", resources), ("singular", "SingularConflict", resources), ("kind", "KindConflict", kinds), ("listKind", "ListKindConflict", kinds) })
        {
            if (wanted.Text(name) is { Length: > 0 } text && taken.Contains(text))
                last = (reason, $"\"{text}\" is already in use");
            else
                free.Add(name);
        }

        return last is null ? null : (last.Value.Reason, last.Value.Message, free);
    }
}

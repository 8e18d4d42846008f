using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>The 409 of server-side apply: every field with its owner.</summary>
internal static class ApplyConflict
{
    public static ApiException Create(IReadOnlyList<(ManagedEntry Entry, FieldSet Fields)> conflicts)
    {
        var causes = new JsonArray();
        var groups = new List<(string Owner, List<string> Paths)>();
        foreach (var (entry, fields) in conflicts.OrderBy(conflict => conflict.Entry.Manager, StringComparer.Ordinal))
        {
            var owner = Describe(entry);
            var paths = fields.Paths().Select(FieldPathText.Write).ToList();
            groups.Add((owner, paths));
            foreach (var path in paths)
            {
                causes.Add(new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = "conflict with " + owner, ["field"] = path });
            }
        }

        var total = groups.Sum(group => group.Paths.Count);
        var text = total == 1
            ? $"conflict with {groups[0].Owner}: {groups[0].Paths[0]}"
            : groups.Count == 1
                ? $"conflicts with {groups[0].Owner}:\n- {string.Join("\n- ", groups[0].Paths)}"
                : string.Join("\n", groups.Select(group => $"conflicts with {group.Owner}:\n- {string.Join("\n- ", group.Paths)}"));
        var message = $"Apply failed with {total} conflict{(total == 1 ? "" : "s")}: {text}";
        return new ApiException(409, "Conflict", message, new JsonObject { ["causes"] = causes });
    }

    private static string Describe(ManagedEntry entry)
    {
        var owner = $"\"{entry.Manager}\"";
        if (entry.Subresource.Length > 0)
            owner += $" with subresource \"{entry.Subresource}\"";
        return entry.Operation == "Update" ? $"{owner} using {entry.ApiVersion}" : owner;
    }
}

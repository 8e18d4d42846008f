using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.Schemas;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>
/// Turns a resource and a patch into the new model, as Cloud Control does: the patch is applied to what a read returns, so write-only
/// values that the patch does not repeat are gone afterwards.
/// </summary>
internal static class ModelUpdate
{
    /// <exception cref="AwsException">ValidationException or NotUpdatableException.</exception>
    public static JsonObject Apply(TypeSchema schema, CloudResource before, JsonArray patch)
    {
        var readable = Provisioner.Readable(schema, before);
        RefusePaths(schema, patch);
        var desired = PatchDocument.Apply(readable, patch);
        var settable = new JsonObject();
        foreach (var (name, value) in desired.ToList())
        {
            if (!schema.ReadOnly.ContainsKey(name))
            {
                settable[name] = value?.DeepClone();
            }
        }

        var findings = ModelValidator.Validate(schema, settable).Where(f => !IsHidden(schema, f)).ToList();
        if (findings.Count > 0)
        {
            throw AwsException.BadRequest("ValidationException", $"Model validation failed ({string.Join("\n", findings)})");
        }

        var changed = schema.CreateOnly.Where(path => !schema.Handlers.WriteOnly.Contains(path) && Values(before.Model, path) != Values(desired, path)).ToList();
        if (changed.Count > 0)
        {
            throw AwsException.BadRequest("NotUpdatableException", $"Invalid patch update: createOnlyProperties [{string.Join(", ", changed.Select(c => "/properties/" + c))}] cannot be updated");
        }

        // What can neither change nor be read back stays with the resource.
        foreach (var path in schema.Handlers.WriteOnly.Where(w => schema.CreateOnly.Contains(w, StringComparer.Ordinal)))
        {
            Carry(before.Model, desired, path.Split('/'));
        }

        return desired;
    }

    private static void RefusePaths(TypeSchema schema, JsonArray patch)
    {
        foreach (var operation in patch)
        {
            if ((string?)operation?["op"] == "test")
            {
                continue;
            }

            var parts = PatchDocument.Split((string?)operation?["path"] ?? "");
            if (parts.Length > 0 && schema.ReadOnly.ContainsKey(parts[0]))
            {
                throw AwsException.BadRequest("ValidationException", $"Invalid patch update: readOnlyProperties [/properties/{parts[0]}] cannot be updated");
            }
        }
    }

    // A required write-only value is not in the patched model; the handler does not see it as missing.
    private static bool IsHidden(TypeSchema schema, string finding) =>
        schema.Handlers.WriteOnly.Any(w => !w.Contains('*', StringComparison.Ordinal) && finding.EndsWith($"required key [{w.Split('/')[^1]}] not found", StringComparison.Ordinal));

    private static string Values(JsonObject model, string path)
    {
        JsonNode? node = model;
        foreach (var part in path.Split('/'))
        {
            node = node is JsonObject obj && obj.TryGetPropertyValue(part, out var member) ? member : null;
        }

        return node?.ToJsonString() ?? "";
    }

    private static void Carry(JsonObject from, JsonObject to, ReadOnlySpan<string> path)
    {
        if (!from.TryGetPropertyValue(path[0], out var value) || value is null)
        {
            return;
        }

        if (path.Length == 1)
        {
            to[path[0]] = value.DeepClone();
        }
        else if (value is JsonObject inner && to[path[0]] is JsonObject target)
        {
            Carry(inner, target, path[1..]);
        }
    }
}

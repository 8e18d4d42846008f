using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The environment of a container.</summary>
internal static class EnvironmentRules
{
    private static readonly string[] Fields =
        ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"];

    public static void Check(Findings found, JsonObject container, string field)
    {
        var index = 0;
        foreach (var variable in container.Objects("env"))
        {
            var at = $"{field}.env[{index++}]";
            var name = variable.Text("name") ?? "";
            if (name.Length == 0)
                found.Required(at + ".name");
            else if (name.Any(c => c is '=' or < ' ' or > '~'))
                found.Invalid(at + ".name", name, "a valid environment variable name must consist only of printable ASCII characters other than '='");
            if (variable.Map("valueFrom") is { } source)
                Source(found, source, variable, at + ".valueFrom");
        }
    }

    private static void Source(Findings found, JsonObject source, JsonObject variable, string field)
    {
        if (source.Text("fieldRef", "fieldPath") is { } path && !Fields.Contains(path)
            && !path.StartsWith("metadata.annotations['", StringComparison.Ordinal) && !path.StartsWith("metadata.labels['", StringComparison.Ordinal))
        {
            found.Invalid(field + ".fieldRef.fieldPath", path, "error converting fieldPath: field label not supported: " + path);
        }

        foreach (var member in new[] { "configMapKeyRef", "secretKeyRef" })
        {
            if (source.Map(member) is not { } reference)
                continue;
            if (reference.Text("name") is null or "")
                found.Required($"{field}.{member}.name");
            if (reference.Text("key") is null or "")
                found.Required($"{field}.{member}.key");
        }

        if (source.Count == 0)
            found.Invalid(field, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        else if (variable.Text("value") is { Length: > 0 })
            found.Invalid(field, "", "may not be specified when `value` is not empty");
        else if (source.Count > 1)
            found.Invalid(field, "", "may not have more than one field specified at a time");
    }
}

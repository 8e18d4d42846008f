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
            else if (name.Any(IsOdd))
                found.Invalid(at + ".name", name, "a valid environment variable name must consist only of printable ASCII characters other than '='");
            if (variable.Map("valueFrom") is { } source)
                Source(found, source, variable, at + ".valueFrom");
        }

        index = 0;
        foreach (var source in container.Objects("envFrom"))
            From(found, source, $"{field}.envFrom[{index++}]", field + ".envFrom");
    }

    /// <summary>A reference to a field of the pod, from an environment variable or a file.</summary>
    public static void PodField(Findings found, JsonObject reference, string field, bool volume)
    {
        var path = reference.Text("fieldPath") ?? "";
        if (path.Length == 0)
        {
            found.Required(field + ".fieldPath");
            return;
        }

        if (reference.Text("apiVersion") is { Length: > 0 } version && version != "v1")
        {
            found.Invalid(field + ".fieldPath", path, "error converting fieldPath: unsupported pod version: " + version);
            return;
        }

        foreach (var part in new[] { "metadata.annotations", "metadata.labels" })
        {
            if (!path.StartsWith(part + "['", StringComparison.Ordinal) || !path.EndsWith("']", StringComparison.Ordinal))
                continue;
            var key = path[(part.Length + 2)..^2];
            found.Invalid(field, key, NameRules.Qualified(part == "metadata.annotations" ? key.ToLowerInvariant() : key));
            return;
        }

        if (!Fields.Contains(path) && !(volume && path is "metadata.labels" or "metadata.annotations"))
            found.Invalid(field + ".fieldPath", path, "error converting fieldPath: field label not supported: " + path);
    }

    private static void From(Findings found, JsonObject source, string at, string field)
    {
        if (source.Text("prefix") is { Length: > 0 } prefix && prefix.Any(IsOdd))
            found.Invalid(at + ".prefix", prefix, "a valid environment variable name must consist only of printable ASCII characters other than '='");
        var count = 0;
        foreach (var member in new[] { "configMapRef", "secretRef" })
        {
            if (source.Map(member) is not { } reference)
                continue;
            count++;
            var name = reference.Text("name") ?? "";
            if (name.Length == 0)
                found.Required($"{at}.{member}.name");
            else
                found.Invalid($"{at}.{member}.name", name, NameRules.Subdomain(name));
        }

        if (count == 0)
            found.Invalid(field, "", "must specify one of: `configMapRef` or `secretRef`");
        else if (count > 1)
            found.Invalid(field, "", "may not have more than one field specified at a time");
    }

    private static bool IsOdd(char c) => c is '=' or < ' ' or > '~';

    private static void Source(Findings found, JsonObject source, JsonObject variable, string field)
    {
        if (source.Map("fieldRef") is { } place)
            PodField(found, place, field + ".fieldRef", volume: false);
        if (source.Map("resourceFieldRef") is { } amount)
            Resource(found, amount, field + ".resourceFieldRef");
        foreach (var member in new[] { "configMapKeyRef", "secretKeyRef" })
        {
            if (source.Map(member) is not { } reference)
                continue;
            var (name, key) = (reference.Text("name") ?? "", reference.Text("key") ?? "");
            if (name.Length == 0 && !reference.ContainsKey("name"))
                found.Required($"{field}.{member}.name");
            else
                found.Invalid($"{field}.{member}.name", name, NameRules.Subdomain(name));
            if (key.Length == 0)
                found.Required($"{field}.{member}.key");
            else
                found.Invalid($"{field}.{member}.key", key, DataValidator.KeyProblem(key));
        }

        if (source.Count == 0)
            found.Invalid(field, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        else if (variable.Text("value") is { Length: > 0 })
            found.Invalid(field, "", "may not be specified when `value` is not empty");
        else if (source.Count > 1)
            found.Invalid(field, "", "may not have more than one field specified at a time");
    }

    private static void Resource(Findings found, JsonObject amount, string field)
    {
        var name = amount.Text("resource") ?? "";
        if (name.Length == 0)
        {
            found.Required(field + ".resource");
            return;
        }

        if (!name.StartsWith("limits.hugepages-", StringComparison.Ordinal) && !name.StartsWith("requests.hugepages-", StringComparison.Ordinal))
            found.OneOf(field + ".resource", name, "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory");
        if (amount.Text("divisor") is not { } divisor || divisor == "0")
            return;
        if (name.EndsWith(".cpu", StringComparison.Ordinal) && divisor is not ("1m" or "1"))
            found.Invalid(field + ".divisor", name, "only divisor's values 1m and 1 are supported with the cpu resource");
        else if (name.EndsWith(".memory", StringComparison.Ordinal) && divisor is not ("1" or "1k" or "1M" or "1G" or "1T" or "1P" or "1E" or "1Ki" or "1Mi" or "1Gi" or "1Ti" or "1Pi" or "1Ei"))
            found.Invalid(field + ".divisor", name, "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the memory resource");
    }
}

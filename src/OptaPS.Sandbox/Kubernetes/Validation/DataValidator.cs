using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>ConfigMaps and Secrets: keys, required keys by type, immutability.</summary>
internal sealed partial class DataValidator : IKindValidator
{
    private static readonly Dictionary<string, string[]> Needed = new(StringComparer.Ordinal)
    {
        ["kubernetes.io/tls"] = ["tls.crt", "tls.key"],
        ["kubernetes.io/dockerconfigjson"] = [".dockerconfigjson"],
        ["kubernetes.io/dockercfg"] = [".dockercfg"],
        ["kubernetes.io/ssh-auth"] = ["ssh-privatekey"]
    };

    public IReadOnlyList<string> Storages { get; } = ["/configmaps", "/secrets"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        if (old is not null)
        {
            foreach (var error in Change(body, old))
                yield return error;
        }

        foreach (var member in new[] { "data", "binaryData" })
        {
            foreach (var name in body.Map(member)?.Select(pair => pair.Key) ?? [])
            {
                foreach (var message in KeyProblem(name))
                    yield return FieldError.Invalid($"{member}[{name}]", name, message);
                if (member == "data" && body.At("binaryData", name) is not null)
                    yield return FieldError.Invalid($"data[{name}]", name, "duplicate of key present in binaryData");
            }
        }

        var size = new[] { "data", "binaryData" }.Sum(member => body.Map(member)?.Sum(pair => (long)(pair.Value.Text() ?? "").Length * (member == "data" && body.Text("kind") == "ConfigMap" ? 4 : 3) / 4) ?? 0);
        if (size > 1024 * 1024)
            yield return FieldError.TooLong(body.Text("kind") == "ConfigMap" ? "[]" : "data", 1024 * 1024);
        var type = body.Text("type") ?? "";
        foreach (var name in Needed.GetValueOrDefault(type, []))
        {
            if (body.At("data", name) is null)
                yield return FieldError.Required($"data[{name}]");
        }

        if (type == "kubernetes.io/basic-auth" && body.At("data", "username") is null && body.At("data", "password") is null)
        {
            yield return FieldError.Required("data[username]");
            yield return FieldError.Required("data[password]");
        }

        if (type == "kubernetes.io/service-account-token" && body.Annotation("kubernetes.io/service-account.name") is null or "" && type == "kubernetes.io/service-account-token")
            yield return FieldError.Required("metadata.annotations[kubernetes.io/service-account.name]");
        foreach (var (kind, name) in new[] { ("kubernetes.io/dockerconfigjson", ".dockerconfigjson"), ("kubernetes.io/dockercfg", ".dockercfg") })
        {
            if (type == kind && body.Text("data", name) is { } encoded && JsonError(encoded) is { } why)
                yield return FieldError.Invalid($"data[{name}]", "<secret contents redacted>", why);
        }
    }

    /// <summary>What is wrong with a key of data.</summary>
    public static IEnumerable<string> KeyProblem(string name)
    {
        if (name.Length > 253)
            yield return "must be no more than 253 characters";
        if (!KeySyntax().IsMatch(name))
            yield return "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
        if (name is "." or "..")
            yield return $"must not be '{name}'";
        else if (name.StartsWith("..", StringComparison.Ordinal))
            yield return "must not start with '..'";
    }

    private static IEnumerable<FieldError> Change(JsonObject body, JsonObject old)
    {
        if (old.Text("type") is { } type && type != body.Text("type"))
            yield return FieldError.Invalid("type", body.Text("type"), "field is immutable");
        if (!old.Flag("immutable"))
            yield break;
        if (!body.Flag("immutable"))
            yield return FieldError.Forbidden("immutable", "field is immutable when `immutable` is set");
        foreach (var member in new[] { "data", "binaryData" })
        {
            if (!JsonWrite.Same(body[member], old[member]))
                yield return FieldError.Forbidden(member, "field is immutable when `immutable` is set");
        }
    }

    private static string? JsonError(string encoded)
    {
        var bytes = Convert.FromBase64String(encoded);
        try
        {
            JsonReader.Parse(bytes);
            return null;
        }
        catch (JsonException)
        {
            return bytes is [not ((byte)'{' or (byte)'[' or (byte)'"' or (byte)'n' or (byte)'t' or (byte)'f' or (byte)'-' or (>= (byte)'0' and <= (byte)'9')), ..] ? $"invalid character '{(char)bytes[0]}' looking for beginning of value"
                : bytes is [(byte)'n', var second, ..] && second != 'u' ? $"invalid character '{(char)second}' in literal null (expecting 'u')" : "unexpected end of JSON input";
        }
    }

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex KeySyntax();
}

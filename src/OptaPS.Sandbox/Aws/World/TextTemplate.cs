using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>
/// Texts with placeholders in braces: properties of the model by path, <c>region account request value now uuid ip</c>, random text
/// <c>hex17 HEX32 rand20 lower12 digits3</c> (alphabet and length), <c>?Path:then:else</c>, <c>?Path=value:then:else</c>, <c>-prefix::Path</c> without a prefix; <c>{{</c> is a brace.
/// </summary>
internal static class TextTemplate
{
    private static readonly (string Name, string Alphabet)[] Alphabets =
    [
        ("hex", "0123456789abcdef"), ("HEX", "0123456789ABCDEF"), ("rand", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), ("lower", "abcdefghijklmnopqrstuvwxyz"), ("digits", "123456789")
    ];

    public static JsonNode? Expand(JsonNode? template, TemplateScope scope) => template switch
    {
        JsonObject obj => new JsonObject(obj.Select(p => KeyValuePair.Create(p.Key, Expand(p.Value, scope)))),
        JsonArray array => new JsonArray([.. array.Select(e => Expand(e, scope))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Expand(text, scope)),
        _ => template?.DeepClone()
    };

    public static string Expand(string template, TemplateScope scope)
    {
        var text = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] is '{' or '}' && at + 1 < template.Length && template[at + 1] == template[at])
            {
                text.Append(template[at++]);
            }
            else if (template[at] == '{')
            {
                var end = template.IndexOf('}', at);
                text.Append(Placeholder(template[(at + 1)..end], scope));
                at = end;
            }
            else
            {
                text.Append(template[at]);
            }
        }

        return text.ToString();
    }

    private static string Placeholder(string name, TemplateScope scope)
    {
        switch (name)
        {
            case "region":
                return scope.Region;
            case "account":
                return scope.Account;
            case "request":
                return scope.RequestId;
            case "value":
                return scope.Value;
            case "now":
                return scope.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
            case "uuid":
                return Guid.NewGuid().ToString("D");
            case "ip":
                return $"203.0.{RandomNumberGenerator.GetInt32(112, 128)}.{RandomNumberGenerator.GetInt32(1, 255)}";
        }

        if (name[0] == '?')
        {
            var parts = name[1..].Split(':');
            var test = parts[0].Split('=');
            var actual = First(scope.Model, test[0]);
            return (test.Length > 1 ? actual == test[1] : actual.Length > 0) ? parts[1] : parts[2];
        }

        if (name[0] == '-')
        {
            var split = name.LastIndexOf(':');
            var prefix = name[1..split];
            var value = First(scope.Model, name[(split + 1)..]);
            return value.StartsWith(prefix, StringComparison.Ordinal) ? value[prefix.Length..] : value;
        }

        foreach (var (prefix, alphabet) in Alphabets)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(prefix.Length), out var length))
            {
                return RandomNumberGenerator.GetString(alphabet, length);
            }
        }

        return First(scope.Model, name);
    }

    private static string First(JsonObject model, string path) => PropertyPath.Values(model, path).FirstOrDefault() ?? "";
}

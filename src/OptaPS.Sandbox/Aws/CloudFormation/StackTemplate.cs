using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.CloudFormation;

/// <summary>A template in JSON or YAML: parameters, resources in the order of their references, outputs. Functions that are not served are refused by name.</summary>
internal sealed class StackTemplate
{
    private readonly JsonObject _document;

    private StackTemplate(JsonObject document) => _document = document;

    public IReadOnlyDictionary<string, JsonObject> Resources { get; private init; } = new Dictionary<string, JsonObject>(StringComparer.Ordinal);

    public JsonObject Outputs => _document["Outputs"] as JsonObject ?? [];

    public JsonObject Parameters => _document["Parameters"] as JsonObject ?? [];

    /// <exception cref="HandlerFailure">It is not a template.</exception>
    public static StackTemplate Read(JsonNode? body)
    {
        if ((body is JsonValue text ? Parse(text.ToString()) : body) is not JsonObject document)
        {
            throw Invalid("Template format error: unsupported structure.");
        }

        if (document["Resources"] is not JsonObject { Count: > 0 } resources)
        {
            throw Invalid("Template format error: At least one Resources member must be defined.");
        }

        var typed = resources.ToDictionary(r => r.Key, r => r.Value as JsonObject ?? throw Invalid($"Template format error: [/Resources/{r.Key}] resource definition is malformed"), StringComparer.Ordinal);
        if (typed.FirstOrDefault(r => r.Value["Type"] is not JsonValue) is { Key: { } untyped })
        {
            throw Invalid($"Template format error: [/Resources/{untyped}] Every Resources object must contain a Type member.");
        }

        return new StackTemplate(document) { Resources = typed };
    }

    /// <summary>Logical names, each after those that it refers to.</summary>
    /// <exception cref="HandlerFailure">The references form a circle.</exception>
    public IReadOnlyList<string> Order()
    {
        var order = new List<string>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in Resources.Keys)
        {
            Visit(name);
        }

        return order;

        void Visit(string name)
        {
            if (order.Contains(name))
            {
                return;
            }

            if (!open.Add(name))
            {
                throw Invalid($"Circular dependency between resources: [{string.Join(", ", open)}]");
            }

            foreach (var other in References(Resources[name]).Distinct(StringComparer.Ordinal).Where(r => r != name && Resources.ContainsKey(r)))
            {
                Visit(other);
            }

            order.Add(name);
        }
    }

    /// <summary>A value with its functions carried out.</summary>
    /// <param name="value">Part of the template.</param>
    /// <param name="reference">Gives a parameter, pseudo parameter, or a resource's identifier.</param>
    /// <param name="attribute">Gives an attribute of a resource.</param>
    /// <exception cref="HandlerFailure">A function is not served, or names nothing.</exception>
    public static JsonNode? Resolve(JsonNode? value, Func<string, JsonNode?> reference, Func<string, string, JsonNode?> attribute)
    {
        switch (value)
        {
            case JsonObject { Count: 1 } call when call.First() is { Key: "Ref" } named:
                return reference(named.Value!.ToString());
            case JsonObject { Count: 1 } call when call.First() is var (function, argument) && function.StartsWith("Fn::", StringComparison.Ordinal):
                return function switch
                {
                    "Fn::GetAtt" when argument is JsonArray { Count: 2 } pair => attribute(pair[0]!.ToString(), pair[1]!.ToString()),
                    "Fn::GetAtt" when argument is JsonValue text && text.ToString().Split('.', 2) is [var name, var member] => attribute(name, member),
                    "Fn::Join" when argument is JsonArray { Count: 2 } join && join[1] is JsonArray parts => string.Join(join[0]!.ToString(), parts.Select(p => Resolve(p, reference, attribute)?.ToString())),
                    "Fn::Sub" when argument is JsonValue text => Substitute(text.ToString(), reference, attribute),
                    "Fn::Sub" when argument is JsonArray { Count: 2 } sub && sub[1] is JsonObject own =>
                        Substitute(sub[0]!.ToString(), name => own.ContainsKey(name) ? Resolve(own[name], reference, attribute) : reference(name), attribute),
                    "Fn::Select" when argument is JsonArray { Count: 2 } select && Resolve(select[1], reference, attribute) is JsonArray list => list[int.Parse(select[0]!.ToString())]?.DeepClone(),
                    "Fn::Base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Resolve(argument, reference, attribute)?.ToString() ?? "")),
                    _ => throw Invalid($"Template error: the sandbox does not serve {function} in this form")
                };
            case JsonObject map:
                return new JsonObject(map.Select(m => KeyValuePair.Create(m.Key, Resolve(m.Value, reference, attribute)?.DeepClone())));
            case JsonArray list:
                return new JsonArray([.. list.Select(i => Resolve(i, reference, attribute)?.DeepClone())]);
            case JsonValue text when text.ToString().Contains("{{resolve:", StringComparison.Ordinal):
                throw Invalid("Template error: the sandbox does not serve dynamic references ({{resolve:...}})");
            default:
                return value?.DeepClone();
        }
    }

    private static JsonNode? Parse(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
        {
            return YamlTemplate.Read(text);
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            throw Invalid($"Template format error: JSON not well-formed. (line {(e.LineNumber ?? 0) + 1}, column {(e.BytePositionInLine ?? 0) + 1})");
        }
    }

    private static string Substitute(string text, Func<string, JsonNode?> reference, Func<string, string, JsonNode?> attribute)
    {
        var result = new StringBuilder();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var start and >= 0 && text.IndexOf('}', start) is var end and > 0)
        {
            var name = text[(start + 2)..end];
            result.Append(text, at, start - at);
            result.Append(name.StartsWith('!') ? "${" + name[1..] + "}" : name.Split('.', 2) is [var resource, var member] ? attribute(resource, member)?.ToString() : reference(name)?.ToString());
            at = end + 1;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static IEnumerable<string> References(JsonNode? value) => value switch
    {
        JsonObject { Count: 1 } call when call.First() is { Key: "Ref", Value: { } named } => [named.ToString()],
        JsonObject { Count: 1 } call when call.First() is { Key: "Fn::GetAtt", Value: { } argument } => [argument is JsonArray pair ? pair[0]!.ToString() : argument.ToString().Split('.')[0]],
        JsonObject { Count: 1 } call when call.First() is { Key: "Fn::Sub", Value: JsonValue text } => Names(text.ToString()),
        JsonObject { Count: 1 } call when call.First() is { Key: "Fn::Sub", Value: JsonArray { Count: 2 } sub } => [.. Names(sub[0]!.ToString()), .. References(sub[1])],
        JsonObject map => map.SelectMany(m => m.Key == "DependsOn" ? m.Value is JsonArray many ? many.Select(n => n!.ToString()) : [m.Value!.ToString()] : References(m.Value)),
        JsonArray list => list.SelectMany(References),
        _ => []
    };

    private static IEnumerable<string> Names(string text) => text.Split("${").Skip(1).Where(p => p.Contains('}', StringComparison.Ordinal)).Select(p => p[..p.IndexOf('}', StringComparison.Ordinal)].Split('.')[0]);

    private static HandlerFailure Invalid(string text) => new("InvalidRequest", text);
}

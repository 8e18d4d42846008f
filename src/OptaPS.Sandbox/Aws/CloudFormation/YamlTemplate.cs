using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.World;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OptaPS.Sandbox.Aws.CloudFormation;

/// <summary>Reads a template in YAML into the JSON that says the same: short forms of functions (<c>!Ref</c>, <c>!GetAtt</c>, <c>!Sub</c> and so on) become long ones.</summary>
internal static class YamlTemplate
{
    /// <exception cref="HandlerFailure">It is not YAML, or uses what CloudFormation does not take.</exception>
    public static JsonNode? Read(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            var value = Value(parser);
            parser.Consume<DocumentEnd>();
            parser.Consume<StreamEnd>();
            return value;
        }
        catch (YamlException e)
        {
            throw Invalid($"Template format error: YAML not well-formed. (line {e.Start.Line}, column {e.Start.Column})");
        }
    }

    private static JsonNode? Value(IParser parser)
    {
        if (parser.Accept<AnchorAlias>(out _))
        {
            throw Invalid("Template error: YAML aliases are not allowed in CloudFormation templates");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var tag = TagOf(scalar);
            return tag is null ? Plain(scalar) : Call(tag, scalar.Value);
        }

        if (parser.TryConsume<SequenceStart>(out var start))
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                list.Add(Value(parser));
            }

            return TagOf(start) is { } tag ? Call(tag, list) : list;
        }

        var mapping = parser.Consume<MappingStart>();
        var map = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            if (map.ContainsKey(key.Value))
            {
                throw Invalid($"Template format error: YAML not well-formed. (line {key.Start.Line}, column {key.Start.Column}) [duplicate key: {key.Value}]");
            }

            map[key.Value] = Value(parser);
        }

        return TagOf(mapping) is { } name ? Call(name, map) : map;
    }

    /// <summary>The name behind an exclamation mark; null for none and for YAML's own tags.</summary>
    private static string? TagOf(NodeEvent node) =>
        !node.Tag.IsEmpty && !node.Tag.IsNonSpecific && node.Tag.Value.StartsWith('!') ? node.Tag.Value[1..] : null;

    private static JsonObject Call(string tag, JsonNode? argument) => tag switch
    {
        "Ref" or "Condition" => new JsonObject { [tag] = argument },
        "GetAtt" when argument is JsonValue && argument.ToString().Split('.', 2) is [var resource, var member] => new JsonObject { ["Fn::GetAtt"] = new JsonArray(resource, member) },
        _ => new JsonObject { ["Fn::" + tag] = argument }
    };

    private static JsonNode? Plain(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value == "tag:yaml.org,2002:str"))
        {
            return text;
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            // A number with zeros in front is an account or a port range more often than a number.
            [>= '0' and <= '9' or '-', ..] when !(text.Length > 1 && text[0] == '0' && text[1] != '.') && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            [>= '0' and <= '9' or '-' or '.', ..] when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && text.Count(c => c == '.') == 1 => number,
            _ => text
        };
    }

    private static HandlerFailure Invalid(string text) => new("InvalidRequest", text);
}

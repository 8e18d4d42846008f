using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Json;

namespace OptaPS.Engine.Expressions;

/// <summary>The closed set of functions.</summary>
internal static class ExpressionFunctions
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, (int Least, int Most)> Arity = new(StringComparer.Ordinal)
    {
        ["concat"] = (0, int.MaxValue),
        ["join"] = (2, 2),
        ["select"] = (2, 2),
        ["replace"] = (3, 3),
        ["base64"] = (1, 1),
        ["base64decode"] = (1, 1),
        ["json"] = (1, 1),
    };

    /// <summary>Refuses a name outside the set (OPTA2005).</summary>
    internal static void CheckName(string function, string owner)
    {
        if (!Arity.ContainsKey(function))
        {
            throw new OptaException(new Diagnostic("OPTA2005", Severity.Error, $"There is no expression function '{function}'.")
            {
                Resource = owner,
                Category = DiagnosticCategory.InvalidData,
                Allowed = string.Join(", ", Arity.Keys.Append("ref").Order(StringComparer.Ordinal)),
                Nearest = NearestName.Of(function, Arity.Keys),
            });
        }
    }

    /// <summary>Calls a function; arguments that do not fit are refused (OPTA2007).</summary>
    internal static JsonNode? Call(string function, JsonNode?[] arguments, string owner)
    {
        CheckName(function, owner);
        var (least, most) = Arity[function];
        if (arguments.Length < least || arguments.Length > most)
            throw Unfit(function, $"takes {least} arguments but was given {arguments.Length}", owner);

        return function switch
        {
            "concat" => string.Concat(arguments.Select(argument => Text(function, argument, owner))),
            "join" => Join(arguments, owner),
            "select" => Select(arguments, owner)?.DeepClone(),
            "replace" => Text(function, arguments[0], owner).Replace(Text(function, arguments[1], owner), Text(function, arguments[2], owner), StringComparison.Ordinal),
            "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(function, arguments[0], owner))),
            "base64decode" => Decode(arguments[0], owner),
            _ => arguments[0] is null ? "null" : arguments[0]!.ToJsonString(Compact),
        };
    }

    private static string Join(JsonNode?[] arguments, string owner) => arguments[1] is JsonArray list
        ? string.Join(Text("join", arguments[0], owner), list.Select(element => Text("join", element, owner)))
        : throw Unfit("join", "needs a list", owner);

    private static JsonNode? Select(JsonNode?[] arguments, string owner)
    {
        switch (arguments[0], arguments[1])
        {
            case (JsonArray list, JsonValue index) when int.TryParse(index.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var i):
                return i < list.Count ? list[i] : throw Unfit("select", $"wants element {i} of a list of {list.Count}", owner);
            case (JsonObject members, JsonValue name):
                return members.TryGetPropertyValue(name.ToString(), out var member)
                    ? member
                    : throw Unfit("select", $"wants member '{name}', which does not exist (there are {string.Join(", ", members.Select(pair => pair.Key))})", owner);
            default:
                throw Unfit("select", "needs a list and a number, or an object and a name", owner);
        }
    }

    private static string Decode(JsonNode? argument, string owner)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(Text("base64decode", argument, owner)));
        }
        catch (FormatException)
        {
            throw Unfit("base64decode", "was given a text that is not base64", owner);
        }
    }

    private static string Text(string function, JsonNode? node, string owner) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        null => throw Unfit(function, "was given null where a text is needed", owner),
        _ => throw Unfit(function, $"was given {(node is JsonArray ? "a list" : "an object")} where a text is needed", owner),
    };

    private static OptaException Unfit(string function, string what, string owner) =>
        new(new Diagnostic("OPTA2007", Severity.Error, $"The expression function '{function}' {what}.") { Resource = owner, Category = DiagnosticCategory.InvalidData });
}

using System.Text.Json.Nodes;

namespace OptaPS.Engine.Expressions;

/// <summary>
/// A value that is computed from other resources. The set is closed and serialisable, so that plans can be saved and state can be
/// resumed. In a document an expression is the JSON object <c>{"$opta": kind, ...}</c>; <see cref="ToJson"/> makes it,
/// <see cref="ExpressionReader"/> recognises it.
/// </summary>
public abstract record Expression
{
    /// <summary>The member that marks an expression in a document.</summary>
    public const string Marker = "$opta";

    /// <summary>The JSON form.</summary>
    public abstract JsonObject ToJson();

    /// <summary>Places an expression in a document.</summary>
    public static implicit operator JsonNode(Expression expression) => expression.ToJson();

    /// <summary>A value of another resource or lookup of the same layer.</summary>
    /// <param name="address">The other node's address.</param>
    /// <param name="path">Slash-separated path into its outputs (RFC 6901 escapes), for example <c>VpcId</c> or <c>Zones/0</c>; empty for the whole document, <c>$id</c> for the identifier.</param>
    public static Expression Reference(string address, string path) => new ReferenceExpression(address, path);

    /// <summary>Texts one after the other; numbers and booleans are written as JSON writes them.</summary>
    public static Expression Concat(params JsonNode?[] parts) => new FunctionExpression("concat", parts);

    /// <summary>The elements of a list with a separator between them.</summary>
    public static Expression Join(string separator, JsonNode list) => new FunctionExpression("join", [separator, list]);

    /// <summary>The element of a list at <paramref name="index"/> (counted from 0), or the member of an object with that name.</summary>
    public static Expression Select(JsonNode container, JsonNode index) => new FunctionExpression("select", [container, index]);

    /// <summary>Replaces every occurrence of a text (ordinal).</summary>
    public static Expression Replace(JsonNode text, string from, JsonNode to) => new FunctionExpression("replace", [text, from, to]);

    /// <summary>Base64 of the UTF-8 bytes of a text.</summary>
    public static Expression Base64(JsonNode text) => new FunctionExpression("base64", [text]);

    /// <summary>The text behind base64.</summary>
    public static Expression Base64Decode(JsonNode text) => new FunctionExpression("base64decode", [text]);

    /// <summary>A value as compact JSON text.</summary>
    public static Expression JsonEncode(JsonNode value) => new FunctionExpression("json", [value]);
}

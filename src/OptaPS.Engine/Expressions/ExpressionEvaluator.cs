using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Json;

namespace OptaPS.Engine.Expressions;

/// <summary>Replaces the expressions of a document by their values; unknown and secret propagate from arguments to results.</summary>
internal sealed class ExpressionEvaluator
{
    private readonly Func<string, NodeValue> resolve;
    private readonly string owner;
    private readonly List<string> unknown = [];
    private readonly List<string> sensitive = [];

    private ExpressionEvaluator(Func<string, NodeValue> resolve, string owner)
    {
        this.resolve = resolve;
        this.owner = owner;
    }

    /// <summary>Evaluates a document.</summary>
    /// <param name="document">The document; not changed.</param>
    /// <param name="resolve">Gives what is known about an address.</param>
    /// <param name="owner">Whose document it is, for messages.</param>
    /// <exception cref="OptaException">A path is missing (OPTA2006), a function does not exist (OPTA2005) or cannot work on its arguments (OPTA2007).</exception>
    internal static EvaluatedDocument Evaluate(JsonNode? document, Func<string, NodeValue> resolve, string owner)
    {
        var evaluator = new ExpressionEvaluator(resolve, owner);
        var value = evaluator.Walk(document, "");
        return new EvaluatedDocument(value, evaluator.unknown, evaluator.sensitive);
    }

    private JsonNode? Walk(JsonNode? node, string path)
    {
        if (Read(node) is { } expression)
        {
            var result = Compute(expression);
            if (!result.Known)
                unknown.Add(path);
            sensitive.AddRange(result.Sensitive.Select(below => path + below));
            return result.Known ? result.Value?.DeepClone() : node!.DeepClone();
        }

        switch (node)
        {
            case JsonObject members:
                var copy = new JsonObject();
                foreach (var (name, value) in members)
                    copy[name] = Walk(value, JsonPointer.Append(path, name));
                return copy;
            case JsonArray elements:
                var list = new JsonArray();
                for (var i = 0; i < elements.Count; i++)
                    list.Add(Walk(elements[i], $"{path}/{i.ToString(CultureInfo.InvariantCulture)}"));
                return list;
            default:
                return node?.DeepClone();
        }
    }

    private Expression? Read(JsonNode? node)
    {
        try
        {
            return ExpressionReader.Read(node);
        }
        catch (FormatException exception)
        {
            throw new OptaException(new Diagnostic("OPTA2005", Severity.Error, exception.Message) { Resource = owner, Category = DiagnosticCategory.InvalidData }, exception);
        }
    }

    private ExpressionResult Compute(Expression expression) =>
        expression is ReferenceExpression reference ? Follow(reference) : Call((FunctionExpression)expression);

    private ExpressionResult Follow(ReferenceExpression reference)
    {
        var node = resolve(reference.Address);
        if (reference.Path == "$id")
            return node.Identifier is null ? ExpressionResult.Unknown : new ExpressionResult(true, JsonValue.Create(node.Identifier));

        var secrets = Secrets(node.Sensitive, reference.Path);
        if (node.Outputs is null)
            return ExpressionResult.Unknown with { Sensitive = secrets };
        if (!JsonPointer.TryGet(node.Outputs, reference.Path, out var value))
        {
            // The way may be cut short by a value that is itself not known yet.
            if (node.MayGrow || LeadsIntoUnknown(node.Outputs, reference.Path))
                return ExpressionResult.Unknown with { Sensitive = secrets };
            throw MissingOutput(reference, node.Outputs);
        }

        return ExpressionReader.References(value).Any()
            ? ExpressionResult.Unknown with { Sensitive = secrets }
            : new ExpressionResult(true, value) { Sensitive = secrets };
    }

    private ExpressionResult Call(FunctionExpression call)
    {
        var arguments = call.Arguments.Select(Argument).ToArray();
        var secret = arguments.Any(argument => argument.Sensitive.Count > 0);
        IReadOnlyList<string> sensitivity = secret ? [""] : [];
        if (arguments.Any(argument => !argument.Known))
        {
            ExpressionFunctions.CheckName(call.Function, owner);
            return ExpressionResult.Unknown with { Sensitive = sensitivity };
        }

        return new ExpressionResult(true, ExpressionFunctions.Call(call.Function, [.. arguments.Select(argument => argument.Value)], owner)) { Sensitive = sensitivity };
    }

    private ExpressionResult Argument(JsonNode? node)
    {
        if (Read(node) is { } expression)
            return Compute(expression);
        if (node is not (JsonObject or JsonArray))
            return new ExpressionResult(true, node);

        var inner = Evaluate(node, resolve, owner);
        return new ExpressionResult(inner.IsKnown, inner.Value) { Sensitive = inner.Sensitive };
    }

    private static List<string> Secrets(IReadOnlyList<string> patterns, string path)
    {
        var found = new List<string>();
        foreach (var pattern in patterns)
        {
            if (JsonPointer.Covers(pattern, path))
                return [""];
            if (JsonPointer.Below(pattern, path) is { } below)
                found.Add(below);
        }

        return found;
    }

    private static bool LeadsIntoUnknown(JsonObject outputs, string path)
    {
        var tokens = JsonPointer.Split(path);
        for (var length = tokens.Length - 1; length > 0; length--)
        {
            if (JsonPointer.TryGet(outputs, JsonPointer.Join(tokens[..length]), out var value))
                return ExpressionReader.IsExpression(value);
        }

        return false;
    }

    private OptaException MissingOutput(ReferenceExpression reference, JsonObject outputs)
    {
        var tokens = JsonPointer.Split(reference.Path);
        return new OptaException(new Diagnostic("OPTA2006", Severity.Error, $"'{reference.Address}' has no output '{reference.Path}'.")
        {
            Resource = owner,
            Category = DiagnosticCategory.ObjectNotFound,
            Allowed = string.Join(", ", outputs.Select(member => member.Key).Order(StringComparer.Ordinal)),
            Nearest = NearestName.Of(tokens.Length > 0 ? tokens[0] : "", outputs.Select(member => member.Key)),
        });
    }
}

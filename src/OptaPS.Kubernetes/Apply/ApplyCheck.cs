using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;

namespace OptaPS.Kubernetes.Apply;

/// <summary>Refuses what a server-side apply must not contain, with the path: nulls, duplicate keys of list maps, <c>status</c>, <c>managedFields</c>.</summary>
public static class ApplyCheck
{
    /// <summary>Checks a document.</summary>
    /// <exception cref="KubernetesException">The document cannot be applied; the causes name the paths.</exception>
    public static void Check(JsonObject document, ObjectKey key)
    {
        var causes = Find(document, key.Kind);
        if (causes.Count > 0)
            throw new KubernetesException(KubernetesFailure.Invalid, $"{key} cannot be applied: {causes[0].Field} {causes[0].Message}.")
            {
                Object = key.ToString(),
                Causes = causes,
            };
    }

    /// <summary>What is wrong, path by path. Values that are still expressions are skipped.</summary>
    public static IReadOnlyList<StatusCause> Find(JsonObject document, GroupVersionKind kind)
    {
        var causes = new List<StatusCause>();
        if (document["metadata"]?["managedFields"] is not null)
            causes.Add(new("FieldValueForbidden", "metadata.managedFields", "must not be sent with an apply"));
        Visit(document, "", kind, [], causes);
        return causes;
    }

    private static void Visit(JsonNode? node, string path, GroupVersionKind kind, IReadOnlyList<string> fields, List<StatusCause> causes)
    {
        if (ExpressionReader.IsExpression(node))
            return;
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                var inner = path.Length == 0 ? name : $"{path}.{name}";
                if (value is null)
                    causes.Add(new("FieldValueInvalid", inner, "is null"));
                else
                    Visit(value, inner, kind, [.. fields, name], causes);
            }
        }
        else if (node is JsonArray elements)
        {
            CheckKeys(elements, path, kind, fields, causes);
            for (var i = 0; i < elements.Count; i++)
                if (elements[i] is null)
                    causes.Add(new("FieldValueInvalid", $"{path}[{i}]", "is null"));
                else
                    Visit(elements[i], $"{path}[{i}]", kind, fields, causes);
        }
    }

    private static void CheckKeys(JsonArray elements, string path, GroupVersionKind kind, IReadOnlyList<string> fields, List<StatusCause> causes)
    {
        if (elements.Count < 2 || ListMapKeys.Of(kind, fields) is not { } keys)
            return;
        var seen = new HashSet<string>();
        for (var i = 0; i < elements.Count; i++)
            if (elements[i] is JsonObject element && !ContainsExpression(element, keys) && !seen.Add(ListMapKeys.ValueOf(element, keys)))
                causes.Add(new("FieldValueDuplicate", $"{path}[{i}]", $"repeats the key {ListMapKeys.ValueOf(element, keys)} of an earlier element"));
    }

    private static bool ContainsExpression(JsonObject element, IReadOnlyList<string> keys) =>
        ExpressionReader.IsExpression(element) || keys.Any(key => ExpressionReader.IsExpression(element[key]));
}

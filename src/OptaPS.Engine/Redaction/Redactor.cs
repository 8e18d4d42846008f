using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Secrets;

namespace OptaPS.Engine.Redaction;

/// <summary>Masks secrets by value (wherever a known secret appears, also in base64, URL or JSON form) and by path.</summary>
public sealed class Redactor
{
    /// <summary>Shorter secrets are masked by path only: as text they would match by accident.</summary>
    private const int ShortestByValue = 6;

    private const int MostRecent = 64;

    private readonly Lock gate = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly List<string> recent = [];
    private Index index = new(null, []);

    /// <summary>Makes a secret known.</summary>
    public void Add(string secret)
    {
        if (secret.Length < ShortestByValue)
            return;
        lock (gate)
        {
            if (!known.Add(secret))
                return;
            recent.Add(secret);
            foreach (var form in new[] { Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)), Uri.EscapeDataString(secret), JavaScriptEncoder.Default.Encode(secret), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret) })
            {
                if (known.Add(form))
                    recent.Add(form);
            }

            Reindex();
        }
    }

    /// <summary>Makes every text known that a document holds at or below the given paths.</summary>
    /// <param name="document">The document with secrets in clear.</param>
    /// <param name="patterns">JSON pointers, <c>*</c> for every element.</param>
    public void AddFrom(JsonNode? document, IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            foreach (var pointer in JsonPointer.Expand(document, pattern))
            {
                if (JsonPointer.TryGet(document, pointer, out var value))
                    AddTexts(value);
            }
        }
    }

    /// <summary>The text with every known secret masked.</summary>
    public string Apply(string text)
    {
        var current = Volatile.Read(ref index);
        if (current.Old is not null && text.AsSpan().ContainsAny(current.Old) || Array.Exists(current.Recent, secret => text.Contains(secret, StringComparison.Ordinal)))
        {
            string[] found;
            lock (gate)
                found = [.. known.Where(secret => text.Contains(secret, StringComparison.Ordinal)).OrderByDescending(secret => secret.Length)];
            foreach (var secret in found)
                text = text.Replace(secret, Secret.Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>A copy of the document with every known secret masked.</summary>
    public JsonNode? Apply(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Apply(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Apply)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Apply(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    /// <summary>The diagnostic with every known secret masked in its texts.</summary>
    public Diagnostic Apply(Diagnostic diagnostic) => diagnostic with
    {
        Message = Apply(diagnostic.Message),
        Cause = diagnostic.Cause is null ? null : Apply(diagnostic.Cause),
        Remedy = diagnostic.Remedy is null ? null : Apply(diagnostic.Remedy),
        Excerpt = diagnostic.Excerpt is null ? null : Apply(diagnostic.Excerpt),
        Evidence = [.. diagnostic.Evidence.Select(Apply)],
    };

    /// <summary>A copy of the document in which the values at the given paths are masked.</summary>
    public static JsonNode? Mask(JsonNode? document, IEnumerable<string> patterns)
    {
        var copy = document?.DeepClone();
        foreach (var pattern in patterns)
        {
            foreach (var pointer in JsonPointer.Expand(copy, pattern).ToList())
            {
                if (JsonPointer.TryGet(copy, pointer, out var value) && value is not null)
                    copy = JsonPointer.Replace(copy, pointer, JsonValue.Create(Secret.Mask));
            }
        }

        return copy;
    }

    /// <summary>Most secrets are searched for all at once; the few that came last one by one, so that a new one costs little.</summary>
    private void Reindex()
    {
        var old = index.Old;
        if (recent.Count > Math.Max(MostRecent, known.Count / 16))
        {
            old = SearchValues.Create([.. known], StringComparison.Ordinal);
            recent.Clear();
        }

        Volatile.Write(ref index, new Index(old, [.. recent]));
    }

    private sealed record Index(SearchValues<string>? Old, string[] Recent);

    private void AddTexts(JsonNode? node)
    {
        switch (node)
        {
            // Where a value will come from is no secret; a text that becomes a part of it may be.
            case JsonObject expression when ExpressionReader.IsExpression(expression):
                AddTexts(expression["args"]);
                break;
            case JsonObject members:
                foreach (var (_, value) in members)
                    AddTexts(value);
                break;
            case JsonArray elements:
                foreach (var element in elements)
                    AddTexts(element);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Add(value.GetValue<string>());
                break;
        }
    }
}

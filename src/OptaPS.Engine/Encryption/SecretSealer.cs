using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Json;

namespace OptaPS.Engine.Encryption;

/// <summary>Replaces secrets in documents by their cipher text, <c>{"$optaSecret": base64}</c>, and back.</summary>
internal sealed class SecretSealer
{
    internal const string Marker = "$optaSecret";
    private readonly byte[] dataKey;
    private readonly string purpose;

    internal SecretSealer(byte[] dataKey, string lineage)
    {
        this.dataKey = dataKey;
        purpose = $"optaps-state|{lineage}";
    }

    /// <summary>A copy with the values at the given paths encrypted.</summary>
    internal JsonNode? Seal(JsonNode? document, IReadOnlyList<string> patterns)
    {
        if (document is null || patterns.Count == 0)
            return document;
        JsonNode? copy = null;
        foreach (var pattern in patterns)
        {
            foreach (var pointer in JsonPointer.Expand(copy ?? document, pattern).ToList())
            {
                copy ??= document.DeepClone();
                if (JsonPointer.TryGet(copy, pointer, out var value) && value is not null && !IsSealed(value))
                    copy = JsonPointer.Replace(copy, pointer, SealValue(value));
            }
        }

        return copy ?? document;
    }

    /// <summary>As <see cref="Seal"/>, for objects, whose own text is never encrypted as a whole.</summary>
    internal JsonObject? SealObject(JsonObject? document, IReadOnlyList<string> patterns) =>
        (JsonObject?)Seal(document, [.. patterns.SelectMany(pattern => JsonPointer.Split(pattern).Length == 0 ? ["/*"] : new[] { pattern })]);

    /// <summary>Decrypts everything that is encrypted in a document, in place where possible, and returns it.</summary>
    /// <exception cref="OptaException">A cipher text was changed or belongs to another state (OPTA2303).</exception>
    internal JsonNode? Open(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members when IsSealed(members):
                // A secret inside a part that is secret as a whole was encrypted twice.
                return Open(OpenValue(members[Marker]!.GetValue<string>()));
            case JsonObject members:
                foreach (var (name, value) in members.Where(member => member.Value is JsonObject or JsonArray).ToList())
                {
                    var opened = Open(value);
                    if (!ReferenceEquals(opened, value))
                        members[name] = opened;
                }

                return members;
            case JsonArray elements:
                for (var i = 0; i < elements.Count; i++)
                {
                    var opened = Open(elements[i]);
                    if (!ReferenceEquals(opened, elements[i]))
                        elements[i] = opened;
                }

                return elements;
            default:
                return node;
        }
    }

    private static bool IsSealed(JsonNode node) => node is JsonObject { Count: 1 } members && members.ContainsKey(Marker);

    private JsonObject SealValue(JsonNode value) =>
        new() { [Marker] = Convert.ToBase64String(Envelope.Seal(dataKey, Encoding.UTF8.GetBytes(value.ToJsonString()), purpose)) };

    private JsonNode? OpenValue(string cipher)
    {
        try
        {
            return JsonNode.Parse(Envelope.Open(dataKey, Convert.FromBase64String(cipher), purpose));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw new OptaException(
                new Diagnostic("OPTA2303", Severity.Error, "An encrypted value in the state was changed or belongs to another state.")
                {
                    Category = DiagnosticCategory.SecurityError,
                    Remedy = "Nothing was changed. Put the state back from a backup.",
                },
                exception);
        }
    }
}

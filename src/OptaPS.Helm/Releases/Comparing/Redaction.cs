using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Secrets;

namespace OptaPS.Helm.Releases.Comparing;

/// <summary>Decides what a diff must not show: data of Secrets, and every text that holds a known secret value, plain or in base64.</summary>
internal sealed class Redaction
{
    private const int ShortestSecret = 4;
    private readonly string[] hidden;

    /// <summary>Makes a redaction.</summary>
    /// <param name="secrets">Known secret values; very short ones would hide everything and are only hidden as whole values.</param>
    public Redaction(IEnumerable<string> secrets)
    {
        Values = secrets.Where(secret => secret.Length > 0).ToHashSet(StringComparer.Ordinal);
        hidden =
        [
            .. Values.Where(secret => secret.Length >= ShortestSecret)
                .SelectMany(secret => new[] { secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), JsonEncodedText.Encode(secret).ToString() })
                .Distinct(),
        ];
    }

    /// <summary>A redaction that hides further values too.</summary>
    public Redaction With(IEnumerable<string> secrets) => new(Values.Concat(secrets));

    /// <summary>A finding with secrets masked.</summary>
    public Diagnostic Mask(Diagnostic finding) => finding with
    {
        Message = Mask(finding.Message),
        Cause = finding.Cause is null ? null : Mask(finding.Cause),
        Evidence = [.. finding.Evidence.Select(Mask)],
    };

    /// <summary>The secret values.</summary>
    public IReadOnlySet<string> Values { get; }

    /// <summary>Collects every text below some places of a document.</summary>
    public static Redaction Of(JsonObject document, IEnumerable<string> pointers)
    {
        var found = new List<string>();
        foreach (var pointer in pointers)
            Collect(document, pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Unescape).ToArray(), 0, found);
        return new Redaction(found);
    }

    /// <summary>True when a value at this path of an object of this kind must be masked.</summary>
    public bool Hides(string kind, string path, JsonNode? value) =>
        (kind == "Secret" && (path.StartsWith("/data", StringComparison.Ordinal) || path.StartsWith("/stringData", StringComparison.Ordinal))) || Holds(value);

    /// <summary>True when the value holds a secret somewhere.</summary>
    public bool Holds(JsonNode? node) => node switch
    {
        JsonObject members => members.Any(member => Holds(member.Value)),
        JsonArray elements => elements.Any(Holds),
        JsonValue value => value.ToString() is var text && (Values.Contains(text) || hidden.Any(secret => text.Contains(secret, StringComparison.Ordinal))),
        _ => false,
    };

    /// <summary>A text with secrets masked.</summary>
    public string Mask(string text) => hidden.Aggregate(text, (masked, secret) => masked.Replace(secret, Secret.Mask, StringComparison.Ordinal));

    private static void Collect(JsonNode? node, string[] path, int at, List<string> found)
    {
        if (at < path.Length)
        {
            if (node is JsonObject members)
            {
                foreach (var member in members.Where(member => path[at] == "*" || member.Key == path[at]))
                    Collect(member.Value, path, at + 1, found);
            }
            else if (node is JsonArray elements)
            {
                for (var i = 0; i < elements.Count; i++)
                {
                    if (path[at] == "*" || path[at] == i.ToString(System.Globalization.CultureInfo.InvariantCulture))
                        Collect(elements[i], path, at + 1, found);
                }
            }

            return;
        }

        switch (node)
        {
            case JsonObject members:
                foreach (var member in members)
                    Collect(member.Value, path, at, found);
                break;
            case JsonArray elements:
                foreach (var element in elements)
                    Collect(element, path, at, found);
                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number:
                found.Add(value.ToString());
                break;
        }
    }

    private static string Unescape(string token) => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;

namespace OptaPS.Helm.Provider;

/// <summary>Stands in for values that are not known yet, so that a chart can be rendered for a plan: what was recorded at that place, else a text that is a valid name.</summary>
internal static class Placeholders
{
    /// <summary>The text that stands for an unknown value without a record.</summary>
    public const string Text = ChildChange.Unknown;

    /// <summary>A copy without expressions.</summary>
    /// <param name="wanted">The values.</param>
    /// <param name="recorded">The values of the revision in force, or null.</param>
    /// <param name="unknown">Receives the JSON pointers of unknown values.</param>
    public static JsonObject Fill(JsonObject wanted, JsonObject? recorded, ICollection<string> unknown) => (JsonObject)Fill(wanted, recorded, "", unknown)!;

    private static JsonNode? Fill(JsonNode? wanted, JsonNode? recorded, string path, ICollection<string> unknown)
    {
        if (ExpressionReader.IsExpression(wanted))
        {
            unknown.Add(path);
            return recorded?.DeepClone() ?? Text;
        }

        switch (wanted)
        {
            case JsonObject members:
                var filled = new JsonObject();
                foreach (var (name, value) in members)
                    filled[name] = Fill(value, (recorded as JsonObject)?[name], $"{path}/{Escape(name)}", unknown);
                return filled;
            case JsonArray elements:
                var list = new JsonArray();
                for (var i = 0; i < elements.Count; i++)
                    list.Add(Fill(elements[i], recorded is JsonArray others && i < others.Count ? others[i] : null, path + "/" + i.ToString(CultureInfo.InvariantCulture), unknown));
                return list;
            default:
                return wanted?.DeepClone();
        }
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
